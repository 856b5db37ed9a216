import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ReadText } from '../engine/inspect/reading/readText';
import type { TracedModel } from '../engine/inspect/passes/tracedModel';
import type { LensModel } from '../inspector/readLensModel';
import { UserError } from '../protocol/userError';
import type { CommandInput, Flag } from './command';
import { engineChoice, engineFlags } from './engineFlags';
import { findRun } from './findRun';
import { programName } from './packageRoot';
import type { Terminal } from './terminal';

/** The flags that say which text is looked at, and through which weights. */
export const traceFlags = (): Record<string, Flag> => ({
  text: { value: 'FILE', summary: l10n.t('the text, UTF-8') },
  checkpoint: {
    value: 'FILE',
    summary: l10n.t('of the run: best, last (as without it) or a file name'),
    excludes: 'weights',
  },
  weights: { value: 'FILE', summary: l10n.t('trained elsewhere; RUN is their experiment file then') },
  ...engineFlags(),
});

/** A model and a text that it reads. */
export interface TraceInput {
  lens: LensModel;
  traced: TracedModel;
  read: ReadText;
}

/** Opens what the flags name; the engine is started for it. @throws UserError where something of it cannot be */
export async function openTraceInput(
  command: 'trace' | 'lookback',
  { operand, flags }: CommandInput,
  terminal: Terminal,
): Promise<TraceInput> {
  const text = flags.text('text');
  if (text === undefined) throw lacksText(command, operand);
  const engine = engineChoice(flags);
  const { readLensModel } = await import('../inspector/readLensModel');
  const { openText } = await import('../inspector/openText');
  const { startEngine } = await import('../engine/backend/engine');
  const { isKnownToKernels } = await import('../engine/model/isKnownToKernels');
  const { tracedModelOf } = await import('../engine/inspect/passes/tracedModel');
  const weights = flags.text('weights');
  const lens = await readLensModel(
    weights === undefined
      ? { directory: await findRun(operand, terminal.folder), checkpoint: flags.text('checkpoint') ?? 'last' }
      : { experimentPath: resolve(terminal.folder, operand), weightsPath: resolve(terminal.folder, weights) },
  );
  if (lens.passedOver) terminal.err(`${lens.passedOver}\n`);
  const read = await openText(resolve(terminal.folder, text), lens.vocabulary);
  const { reason } = await startEngine({
    ...engine,
    needsTensors: !isKnownToKernels(lens.model),
  });
  if (reason) terminal.err(`${reason}\n`);
  return { lens, read, traced: tracedModelOf(lens.model, lens.vocabulary.size, lens.values) };
}

const lacksText = (command: 'trace' | 'lookback', operand: string) =>
  new UserError(
    l10n.t('There is no text to look at.'),
    l10n.t(
      'For example: {0}',
      `${programName()} ${command} ${operand} --text FILE ${command === 'trace' ? '--json' : '--at 100'}`,
    ),
  );
