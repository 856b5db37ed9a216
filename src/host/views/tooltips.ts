import { l10n, MarkdownString } from 'vscode';
import { comparableBaselines } from '../../protocol/baselineWords';
import type { CheckpointRecord, RunRecord } from '../../protocol/run';
import { engineWords } from '../../protocol/engineWords';
import { formatBytes, formatCount, formatDuration, formatLearningRate, formatLoss } from '../../protocol/words';
import { revivedSentence } from '../../protocol/quietWords';
import type { ListedRun } from '../../runs/listRuns';
import type { KnownExperiment } from '../lab/experiments';
import { stateWords } from '../../protocol/stateWords';
import { withoutIcons } from '../plainText';
import { stepText } from '../runWords';

/** What an experiment's row tells under the pointer. */
export function experimentTooltip(experiment: KnownExperiment, summary: string): string {
  return `${experiment.path}\n${summary}`;
}

/** What a checkpoint's row tells under the pointer. */
export function checkpointTooltip({ step, validationLoss, isBest }: CheckpointRecord): string {
  const loss =
    validationLoss === undefined
      ? l10n.t('not measured on unseen text')
      : l10n.t('{0} nats a symbol on unseen text', formatLoss(validationLoss, 3));
  return `${stepText(step)}: ${loss}${isBest ? l10n.t(', the best so far') : ''}`;
}

/** What a run's row tells under the pointer: what is wrong with it first, then the facts. */
export function runTooltip(run: ListedRun): MarkdownString {
  const text = new MarkdownString();
  text.supportThemeIcons = true;
  const { record } = run;
  text.appendMarkdown(`**${stateWords(run.state)}** · ${escaped(run.id)}\n\n`);
  if (run.wrong) text.appendMarkdown(`$(warning) ${escaped(run.wrong)}\n\n`);
  if (record?.problem)
    text.appendMarkdown(`$(error) ${escaped(`${record.problem.message} ${record.problem.remedy}`)}\n\n`);
  if (record?.revived) text.appendMarkdown(`$(info) ${escaped(revivedSentence(record))}\n\n`);
  if (record) text.appendMarkdown(table(facts(run, record)));
  return text;
}

function facts(run: ListedRun, record: RunRecord): [string, string][] {
  const loss = (value: number | undefined): string => (Number.isFinite(value) ? formatLoss(value!, 3) : '');
  const baselines = record.baselines ? comparableBaselines(record.baselines) : [];
  const pairs = baselines.find(({ name }) => name === 'bigram')?.nats;
  const rows: [string, string][] = [
    [
      l10n.t('Step'),
      l10n.t('{0} of {1}, epoch {2}', formatCount(record.step), formatCount(record.totalSteps), record.epoch),
    ],
    [l10n.t('Training loss'), loss(record.trainingLoss)],
    [l10n.t('Validation loss'), loss(record.validationLoss)],
    [l10n.t('Best'), record.best ? `${loss(record.best.validationLoss)} (${stepText(record.best.step)})` : ''],
    [l10n.t('Pairs alone give'), pairs === undefined ? '' : l10n.t('{0} on unseen text', loss(pairs))],
    [l10n.t('Learning rate'), formatLearningRate(record.learningRate)],
    [l10n.t('Parameters'), formatCount(record.parameters)],
    [l10n.t('Trained for'), formatDuration(record.trainedMs)],
    [l10n.t('Engine'), record.engine ? engineWords(record.engine) : ''],
    [l10n.t('On disk'), formatBytes(run.bytesOnDisk)],
  ];
  return rows.filter(([, value]) => value !== '');
}

const table = (rows: [string, string][]): string =>
  ['| | |', '|:--|--:|', ...rows.map(([name, value]) => `| ${name} | ${escaped(value)} |`)].join('\n');

/** Text in which Markdown finds nothing. */
const escaped = (text: string): string =>
  withoutIcons(text)
    .replace(/[\\`*_{}[\]()#+.!|<>~$-]/g, '\\$&')
    .replace(/\n/g, ' ');
