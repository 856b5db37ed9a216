import type { Disposable } from 'vscode';
import { commands } from 'vscode';
import type { Lens } from '../lens/lens';

/** Keeps true what the menus ask about the lens: whether there is one, and the addresses of what it looks at. */
export function keepLensKeys(lens: Lens): Disposable {
  const put = (): void => {
    void commands.executeCommand('setContext', 'unroll.hasLens', lens.current !== undefined);
    void commands.executeCommand('setContext', 'unroll.lensDocuments', lens.covered);
  };
  put();
  return lens.onDidChange(put);
}
