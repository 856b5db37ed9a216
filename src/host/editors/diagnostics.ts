import type { DiagnosticCollection, TextDocument } from 'vscode';
import { Diagnostic, DiagnosticSeverity, Disposable, languages } from 'vscode';
import type { Problem } from '../../protocol/problem';
import type { Checked, ExperimentChecks } from './experimentChecks';
import { problemRange } from './problemRange';

/** Underlines in experiment files what Train would refuse; where they are not JSON the editor does so itself. */
export function provideDiagnostics(checks: ExperimentChecks): Disposable {
  const collection = languages.createDiagnosticCollection('unroll');
  return Disposable.from(
    collection,
    checks.onDidCheck((checked) => void show(collection, checked)),
    checks.onDidClose((uri) => collection.delete(uri)),
  );
}

async function show(collection: DiagnosticCollection, { document, problems, report }: Checked): Promise<void> {
  const { version } = document;
  const ours = problems.filter((problem) => !problem.isSyntax);
  const diagnostics = await Promise.all(ours.map((problem) => diagnosticOf(document, problem)));
  if (report?.note) diagnostics.push(await noteOn(document, report.note));
  if (document.version === version && !document.isClosed) collection.set(document.uri, diagnostics);
}

async function diagnosticOf(document: TextDocument, problem: Problem): Promise<Diagnostic> {
  const range = await problemRange(document, problem);
  const diagnostic = new Diagnostic(range, `${problem.message} ${problem.remedy}`.trimEnd());
  diagnostic.source = 'Unroll';
  return diagnostic;
}

/** What should be known of the text, at its path. */
async function noteOn(document: TextDocument, message: string): Promise<Diagnostic> {
  const diagnostic = await diagnosticOf(document, { path: ['data', 'path'], message, remedy: '' });
  diagnostic.severity = DiagnosticSeverity.Information;
  return diagnostic;
}
