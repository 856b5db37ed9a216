import { join } from 'node:path';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { commands, window } from 'vscode';
import type { LensParts } from '../lens/createLens';
import { GatesPanels } from './gatesPanels';
import { OpenPanels } from './openPanels';
import { saveNumbers, savePicture } from './saveFromGates';

/** Builds the gates panel's part of the host. */
export function createGatesPanels(
  { extensionUri, storageUri }: ExtensionContext,
  { lens, colours, orders, probe }: LensParts,
  log: LogOutputChannel,
): GatesPanels {
  const preferred = (): string | undefined => {
    const seen = window.visibleTextEditors.find(({ document }) => lens.covers(document.uri));
    return seen?.document.uri.toString() ?? lens.covered[0];
  };
  return new GatesPanels(
    {
      extensionUri,
      lens,
      colours,
      orders,
      probe,
      log,
      preferred,
      savePicture,
      saveNumbers: (document, request) => saveNumbers(lens, document, request),
      run: async (command) => void (await commands.executeCommand(command)),
    },
    new OpenPanels(storageUri && join(storageUri.fsPath, 'openGatesPanel.json')),
  );
}
