import { workspace, type Disposable } from 'vscode';

/** Whether an experiment file, as it stands, has a cell of the person's own. */
export const namesOwnCell = (text: string): boolean => /"cell"\s*:\s*"own"/.test(text);

/** Tells when a file was saved that may be a cell of the person's own, or what one imports. */
export const onDidEditCell = (listener: () => void): Disposable =>
  workspace.onDidSaveTextDocument(({ fileName }) => {
    if (/\.([cm]?[jt]s|json)$/.test(fileName) && !fileName.endsWith('.unroll.json')) listener();
  });
