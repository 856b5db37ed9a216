import type { DocumentSelector, TextDocument } from 'vscode';
import { isExperimentFile } from '../lab/experimentName';

/** Which documents are experiments, for providers. */
export const experimentSelector: DocumentSelector = { scheme: 'file', pattern: '**/*.unroll.json' };

/** Whether a document is an experiment file on disk. */
export const isExperimentDocument = (document: TextDocument): boolean =>
  document.uri.scheme === 'file' && isExperimentFile(document.uri.fsPath);
