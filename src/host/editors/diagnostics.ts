import * as vscode from 'vscode';
import type { Problem } from '../../protocol/inspector';
import type { Checked, ExperimentChecks } from './experimentChecks';
import { problemRange } from './problemRange';

/** Underlines in experiment files what the JSON Schema does not see; what it sees it underlines itself. */
export function provideDiagnostics(checks: ExperimentChecks): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('unroll');
  return vscode.Disposable.from(
    collection,
    checks.onDidCheck((checked) => void show(collection, checked)),
    checks.onDidClose((uri) => collection.delete(uri)),
  );
}

async function show(collection: vscode.DiagnosticCollection, { document, problems }: Checked): Promise<void> {
  const { version } = document;
  const ours = problems.filter((problem) => !problem.isFromSchema);
  const diagnostics = await Promise.all(ours.map((problem) => diagnosticOf(document, problem)));
  if (document.version === version && !document.isClosed) collection.set(document.uri, diagnostics);
}

async function diagnosticOf(document: vscode.TextDocument, problem: Problem): Promise<vscode.Diagnostic> {
  const range = await problemRange(document, problem);
  const diagnostic = new vscode.Diagnostic(range, `${problem.message} ${problem.remedy}`);
  diagnostic.source = 'Unroll';
  return diagnostic;
}
