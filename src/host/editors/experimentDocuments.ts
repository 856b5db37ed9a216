import type * as vscode from 'vscode';
import { isExperimentFile } from '../lab/experimentName';

/** Which documents are experiments, for providers. */
export const experimentSelector: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.unroll.json' };

/** Whether a document is an experiment file on disk. */
export const isExperimentDocument = (document: vscode.TextDocument): boolean =>
  document.uri.scheme === 'file' && isExperimentFile(document.uri.fsPath);
