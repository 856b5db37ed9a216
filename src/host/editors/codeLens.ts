import type { Command, TextDocument, Uri } from 'vscode';
import { CodeLens, Disposable, EventEmitter, l10n, languages, workspace } from 'vscode';
import { baselineNote } from '../../protocol/baselineWords';
import type { ExperimentReport } from '../../protocol/inspector';
import { formatCount, formatLoss } from '../../protocol/words';
import type { ListedRun } from '../../runs/listRuns';
import type { Experiments } from '../lab/experiments';
import { canShow, isAlive } from '../lab/runAbilities';
import type { Runs } from '../lab/runs';
import { runDescription, runName } from '../runWords';
import { throttled } from '../throttled';
import type { ExperimentChecks } from './experimentChecks';
import { experimentSelector } from './experimentDocuments';

/** Puts Train, Preview, Open Panel and the size of the model above an experiment. */
export function provideCodeLens(experiments: Experiments, runs: Runs, checks: ExperimentChecks): Disposable {
  const changed = new EventEmitter<void>();
  const redraws = throttled(() => changed.fire(), 1000);
  return Disposable.from(
    changed,
    redraws,
    runs.onDidChange(() => redraws.request()),
    checks.onDidCheck(() => redraws.request()),
    workspace.onDidGrantWorkspaceTrust(() => redraws.request()),
    languages.registerCodeLensProvider(experimentSelector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lenses(document, experiments, checks),
    }),
  );
}

function lenses(document: TextDocument, experiments: Experiments, checks: ExperimentChecks): CodeLens[] {
  const top = document.lineAt(firstLine(document)).range;
  const [newest] = experiments.find(document.uri.fsPath)?.runs.filter(canShow) ?? [];
  const report = checks.of(document)?.report;
  return [
    workspace.isTrusted ? trainLens(document.uri) : trustLens(),
    previewLens(document.uri),
    ...(newest ? [openPanel(newest)] : []),
    ...(report ? [{ title: reportText(report), tooltip: baselineNote(report.baselines), command: '' }] : []),
  ].map((command) => new CodeLens(top, command));
}

/** The line where the JSON begins, below the comments on top. */
function firstLine(document: TextDocument): number {
  for (let line = 0; line < document.lineCount; line++) if (/^\s*\{/.test(document.lineAt(line).text)) return line;
  return 0;
}

const trainLens = (uri: Uri): Command => ({
  title: `$(play) ${l10n.t('Train')}`,
  tooltip: l10n.t('Start a session that trains this experiment'),
  command: 'unroll.train',
  arguments: [uri],
});

const previewLens = (uri: Uri): Command => ({
  title: `$(type-hierarchy) ${l10n.t('Preview')}`,
  tooltip: l10n.t('Draw the network with its shapes, and measure how long its steps take'),
  command: 'unroll.previewExperiment',
  arguments: [uri],
});

const trustLens = (): Command => ({
  title: `$(workspace-untrusted) ${l10n.t('Trust this folder to train')}`,
  command: 'workbench.trust.manage',
});

function openPanel(run: ListedRun): Command {
  return {
    title: `$(graph-line) ${isAlive(run) ? `${runName(run)} · ${runDescription(run)}` : l10n.t('Open Panel')}`,
    tooltip: l10n.t('Open the training panel of {0}', runName(run)),
    command: 'unroll.openTrainingPanel',
    arguments: [run.directory],
  };
}

function reportText({ parameters, totalSteps, baselines }: ExperimentReport): string {
  const { bigram, symbols } = baselines;
  const size = [l10n.t('{0} parameters', formatCount(parameters)), l10n.t('{0} steps', formatCount(totalSteps))];
  const cost =
    bigram === undefined || symbols === undefined
      ? l10n.t('too little to validate on')
      : l10n.t('pairs alone give {0} nats on unseen text', formatLoss(bigram));
  return [...size, cost].join(' · ');
}
