import { CancellationError, commands, l10n, ProgressLocation, window } from 'vscode';
import { l10nVariable } from '../../protocol/l10nVariable';
import type { InstallerOrder, InstallerProgress } from '../../protocol/tensorflow';
import type { Lab } from '../lab';
import { tensorflowDirectory } from '../lab/tensorflowDirectory';
import type { CommandHandler } from './commandIds';
import { requireTrust } from './requireTrust';

/** Installs native TensorFlow for every window: fetched, or from a folder (the argument, where there is one). */
export const installTensorflow =
  (lab: Lab): CommandHandler =>
  async (folder) => {
    requireTrust();
    const from = typeof folder === 'string' ? folder : await askSource();
    const order = { task: 'install', directory: tensorflowDirectory(lab.context), from } as const;
    const { version } = await followInstaller(lab, l10n.t('Installing native TensorFlow'), order);
    const choose = l10n.t('Choose Engine');
    const said = l10n.t('TensorFlow {0} is installed. Sessions that are told so compute with it.', version);
    void window.showInformationMessage(said, choose).then((chosen) => {
      if (chosen === choose) void commands.executeCommand('unroll.chooseEngine');
    });
  };

/** Removes it again; sessions that have loaded it go on. */
export const removeTensorflow =
  (lab: Lab): CommandHandler =>
  async () => {
    requireTrust();
    const order = { task: 'remove', directory: tensorflowDirectory(lab.context) } as const;
    const { version } = await followInstaller(lab, l10n.t('Removing native TensorFlow'), order);
    const removed = l10n.t('TensorFlow {0} is removed. Sessions compute with the embedded engine.', version);
    void window.showInformationMessage(version ? removed : l10n.t('Native TensorFlow was not installed.'));
  };

/** @returns the folder, or nothing where it is to be fetched */
async function askSource(): Promise<string | undefined> {
  const fetched = {
    label: l10n.t('Fetch It'),
    detail: l10n.t('A TensorFlow that is here already, else some 280 MB by pip or Maven as you have set them up.'),
  };
  const folder = {
    label: l10n.t('From a Folder...'),
    detail: l10n.t('One with its libraries, or with a wheel or a jar of them.'),
  };
  const title = l10n.t('Install Native TensorFlow');
  const placeHolder = l10n.t('It needs 1.2 GB of disk while it is installed, and 0.9 GB afterwards.');
  const picked = await window.showQuickPick([fetched, folder], { title, placeHolder });
  if (!picked) throw new CancellationError();
  if (picked === fetched) return undefined;
  const [chosen] = (await window.showOpenDialog({ title, canSelectFolders: true, canSelectFiles: false })) ?? [];
  if (!chosen) throw new CancellationError();
  return chosen.fsPath;
}

/** The inspector may have looked for it already: it starts anew. */
async function followInstaller(lab: Lab, title: string, order: InstallerOrder): Promise<{ version: string }> {
  const { runInstaller } = await import('../../runs/installerClient');
  const abort = new AbortController();
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => abort.abort());
    const follow = shower(progress.report.bind(progress));
    try {
      const script = lab.context.asAbsolutePath('dist/installer.cjs');
      return await runInstaller(script, order, { signal: abort.signal, tell: follow, environment: languageOf() });
    } catch (error) {
      throw token.isCancellationRequested ? new CancellationError() : error;
    } finally {
      lab.inspector.restart();
    }
  });
}

const languageOf = (): NodeJS.ProcessEnv => (l10n.uri ? { [l10nVariable]: l10n.uri.fsPath } : {});

/** Unpacking and downloading fill a bar each; the rest is short. */
function shower(report: (value: { message: string; increment?: number }) => void): (told: InstallerProgress) => void {
  let [stage, shown] = ['', 0];
  return (told) => {
    if (told.stage !== stage) shown = 0;
    stage = told.stage;
    const percent = told.bytes !== undefined && told.totalBytes ? (50 * told.bytes) / told.totalBytes : 0;
    report({ message: told.sentence, increment: Math.max(0, percent - shown) });
    shown = Math.max(shown, percent);
  };
}
