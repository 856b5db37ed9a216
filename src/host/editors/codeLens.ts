import * as vscode from 'vscode';
import type { ExperimentReport } from '../../protocol/inspector';
import { isLive } from '../../protocol/run';
import { formatCount, formatLoss } from '../../protocol/words';
import type { ListedRun } from '../../runs/listRuns';
import type { Experiments } from '../lab/experiments';
import type { Runs } from '../lab/runs';
import { runDescription, runName } from '../runWords';
import { throttled } from '../throttled';
import type { ExperimentChecks } from './experimentChecks';
import { experimentSelector } from './experimentDocuments';

const { l10n } = vscode;

/** Puts Train, Open Panel and the size of the model above an experiment. */
export function provideCodeLens(experiments: Experiments, runs: Runs, checks: ExperimentChecks): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const redraws = throttled(() => changed.fire(), 1000);
  return vscode.Disposable.from(
    changed,
    redraws,
    runs.onDidChange(() => redraws.request()),
    checks.onDidCheck(() => redraws.request()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => redraws.request()),
    vscode.languages.registerCodeLensProvider(experimentSelector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lenses(document, experiments, checks),
    }),
  );
}

function lenses(document: vscode.TextDocument, experiments: Experiments, checks: ExperimentChecks): vscode.CodeLens[] {
  const top = document.lineAt(firstLine(document)).range;
  const [newest] = experiments.find(document.uri.fsPath)?.runs.filter((run) => run.state !== 'damaged') ?? [];
  const report = checks.of(document)?.report;
  return [
    vscode.workspace.isTrusted ? trainLens(document.uri) : trustLens(),
    ...(newest ? [panelLens(newest)] : []),
    ...(report ? [{ title: reportText(report), command: '' }] : []),
  ].map((command) => new vscode.CodeLens(top, command));
}

/** The line where the JSON begins, below the comments on top. */
function firstLine(document: vscode.TextDocument): number {
  for (let line = 0; line < document.lineCount; line++) if (/^\s*\{/.test(document.lineAt(line).text)) return line;
  return 0;
}

const trainLens = (uri: vscode.Uri): vscode.Command => ({
  title: `$(play) ${l10n.t('Train')}`,
  tooltip: l10n.t('Start a session that trains this experiment'),
  command: 'unroll.train',
  arguments: [uri],
});

const trustLens = (): vscode.Command => ({
  title: `$(workspace-untrusted) ${l10n.t('Trust this folder to train')}`,
  command: 'workbench.trust.manage',
});

function panelLens(run: ListedRun): vscode.Command {
  const isAlive = run.state !== 'damaged' && isLive(run.state);
  return {
    title: `$(graph-line) ${isAlive ? `${runName(run)} · ${runDescription(run)}` : l10n.t('Open Panel')}`,
    tooltip: l10n.t('Open the training panel of {0}', runName(run)),
    command: 'unroll.openTrainingPanel',
    arguments: [run.directory],
  };
}

const reportText = ({ parameters, totalSteps, baselines }: ExperimentReport): string =>
  l10n.t(
    '{0} parameters · {1} steps · pairs alone give {2} nats',
    formatCount(parameters),
    formatCount(totalSteps),
    formatLoss(baselines.bigram),
  );
