import { basename } from 'node:path';
import { l10n, workspace } from 'vscode';
import { readTextFile } from '../../files/readTextFile';
import type { ExperimentText } from '../../protocol/preview';
import { experimentName } from '../lab/experimentName';

/** What a preview panel shows: an experiment file, or one that is not written yet. */
export type PreviewSubject = { path: string } | { path: string; draft: Draft };

/** An experiment that is not written yet. */
export interface Draft {
  text: string;
  /** Told what the person decides; undefined where the panel was closed. */
  decided(decision: DraftDecision | undefined): void;
}

/** What can become of a draft. */
export type DraftDecision = 'create' | 'createAndTrain' | 'back';

export const nameOfSubject = ({ path }: PreviewSubject): string => experimentName(path);

/** The experiment as it stands: as it is edited, else as it is on disk. @throws UserError where the file is gone */
export async function textOfSubject(subject: PreviewSubject): Promise<ExperimentText> {
  const { path } = subject;
  if ('draft' in subject) return { path, text: subject.draft.text };
  const open = workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);
  return { path, text: open ? open.getText() : await readSaved(path) };
}

const readSaved = (path: string): Promise<string> =>
  readTextFile(path, {
    missing: l10n.t('{0} is not there any more.', basename(path)),
    remedy: l10n.t('Close this panel, or make the file again with the command Unroll: New Experiment.'),
  });
