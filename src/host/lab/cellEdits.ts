import { Disposable, workspace } from 'vscode';

/** Whether an experiment file, as it stands, has a cell of the person's own. */
export const namesOwnCell = (text: string): boolean => /"cell"\s*:\s*"own"/.test(text);

/** Tells when a file has changed that may be a cell of the person's own, or what one imports. */
export function onDidEditCell(listener: () => void): Disposable {
  const files = workspace.createFileSystemWatcher('**/*.{ts,js,mts,mjs}');
  const events = [files.onDidCreate, files.onDidChange, files.onDidDelete];
  return Disposable.from(files, ...events.map((event) => event(listener)));
}
