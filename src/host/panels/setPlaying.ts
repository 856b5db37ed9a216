import { commands } from 'vscode';

/** Keeps true what the key that ends playing asks for. */
export const setPlaying = (isPlaying: boolean): void =>
  void commands.executeCommand('setContext', 'unroll.isPlaying', isPlaying);
