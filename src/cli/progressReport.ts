import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { engineWords } from '../protocol/engineWords';
import { revivedSentence } from '../protocol/quietWords';
import { earlyEndSentence, nonFiniteSentence, ruleWords } from '../protocol/ruleWords';
import { runFiles, type FrozenExperiment } from '../protocol/run';
import { formatCount, formatSignificant } from '../protocol/words';
import type { StartedRun } from '../trainer/sessionHooks';
import { losses } from './losses';
import { Progress } from './progress';
import { CLEAR_LINE } from './clearLine';
import type { Terminal } from './terminal';
import type { TrainingReport } from './trainHere';

const REPAINT_MS = 100;
const LINE_MS = 5000;

/** Tells of a training as people read it: a bar that fills in place, or a line every few seconds where none can. */
export function progressReport(terminal: Terminal, now: () => number = () => performance.now()): TrainingReport {
  let progress: Progress | undefined;
  let experiment: FrozenExperiment | undefined;
  let toldMs = -Infinity;
  const tell = (isLast: boolean) => {
    if (!progress || (!isLast && now() - toldMs < (terminal.isTty ? REPAINT_MS : LINE_MS))) return;
    toldMs = now();
    if (terminal.isTty) terminal.out(`${CLEAR_LINE}${progress.bar(terminal.columns - 1)}${isLast ? '\n' : ''}`);
    else terminal.out(`${progress.line}\n`);
  };
  return {
    started(run) {
      experiment = frozenOf(run);
      terminal.out(greeting(run, experiment));
      if (run.record.data.note) terminal.err(`${run.record.data.note}\n`);
      progress = progressOf(run, experiment, now);
    },
    stepped(_, line) {
      progress?.stepped(line);
      tell(false);
    },
    validated: (line) => progress?.validated(line),
    ended(record, directory) {
      tell(true);
      const ends = [
        revivedSentence(record),
        earlyEndSentence(record),
        experiment ? nonFiniteSentence(record, experiment.training) : '',
      ];
      const said = ends.filter((sentence) => sentence !== '').map((sentence) => `\n${sentence}\n`);
      terminal.out(`${said.join('')}\n${losses(record)}\n\n${l10n.t('Run {0} in {1}', record.id, directory)}\n`);
    },
  };
}

function greeting({ record, rateSentence }: StartedRun, { training }: FrozenExperiment): string {
  const parameters = formatSignificant(record.parameters);
  const { reason } = record.engine;
  const engine = l10n.t(
    '{0} parameters, {1} symbols of text, {2}.',
    ...[parameters, formatCount(record.data.symbols.training), engineWords(record.engine)],
  );
  const rules = l10n.t('{0}.', ruleWords(training).join(', '));
  const more = [rateSentence, reason].map((sentence) => (sentence ? `${sentence}\n` : ''));
  return `${l10n.t('Run {0}:', record.id)} ${engine}\n${rules}\n${more.join('')}`;
}

const frozenOf = ({ directory }: StartedRun): FrozenExperiment =>
  JSON.parse(readFileSync(join(directory, runFiles.experiment), 'utf8')) as FrozenExperiment;

function progressOf({ record }: StartedRun, { training }: FrozenExperiment, now: () => number): Progress {
  const { batch, stride } = training;
  return new Progress(record.totalSteps, batch * stride, record.step, now);
}
