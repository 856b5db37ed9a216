import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { LensModel } from '../../inspector/readLensModel';
import { UserError } from '../../protocol/userError';
import { formatCount } from '../../protocol/words';
import type { Command } from '../command';
import type { FlagValues } from '../flagValues';
import { programName } from '../packageRoot';
import { openTraceInput, traceFlags } from '../traceInput';
import { interruptedStatus } from '../interruption';
import { countUnknown, unknownSentence } from '../unknownSymbols';

const defaultBlock = 64;

/** Writes down what happens inside a run while it reads a text. */
export const traceCommand = (): Command => ({
  name: 'trace',
  operand: 'RUN',
  summary: l10n.t('Gates, states, losses and gradients of a run at every symbol of a text.'),
  flags: {
    from: { value: 'N', summary: l10n.t('first symbol, counted from 0') },
    to: { value: 'N', summary: l10n.t('the symbol after the last; to the end unless told') },
    json: { summary: l10n.t('one JSON object') },
    npy: { value: 'FOLDER', summary: l10n.t('one NumPy file a quantity, for long texts') },
    block: { value: 'N', summary: l10n.t('time steps in a block of the gradients, 64 unless told') },
    ...traceFlags(),
  },
  async run(input, terminal) {
    const { flags } = input;
    const folder = flags.text('npy');
    if (flags.isSet('json') === (folder !== undefined)) throw isUnclear(input.operand);
    const block = flags.wholeNumber('block', 1, { most: 4096, example: defaultBlock }) ?? defaultBlock;
    const { lens, traced, read } = await openTraceInput('trace', input, terminal);
    try {
      const span = spanOf(flags, read.text.length);
      const work = { lens, traced, read, span, block, signal: looksUp(lens) ? terminal.interrupted : never };
      if (folder === undefined) {
        const { writeTraceJson } = await import('../traceJson');
        await writeTraceJson(work, terminal);
        return work.signal.aborted ? interruptedStatus(work.signal) : 0;
      }
      const { writeTraceNpy } = await import('../traceNpy');
      const path = resolve(terminal.folder, folder);
      const count = await writeTraceNpy(work, path);
      if (work.signal.aborted) return interruptedStatus(work.signal);
      const unknown = unknownSentence(countUnknown(read, span));
      terminal.out(`${l10n.t('{0} symbols in {1}', formatCount(count), path)}\n${unknown && `${unknown}\n`}`);
      return 0;
    } finally {
      traced.dispose();
    }
  },
});

/** Whether it looks often at whether it is interrupted; otherwise, as where a person's own cell runs, the system ends it. */
const looksUp = ({ model }: LensModel): boolean => model.layers.every(({ cell }) => cell !== 'own');

const never = new AbortController().signal;

/** The symbols that the flags ask for. */
function spanOf(flags: FlagValues, length: number): { from: number; to: number } {
  const from = flags.wholeNumber('from', 0, { most: length - 1 }) ?? 0;
  return { from, to: flags.wholeNumber('to', from + 1, { most: length, example: length }) ?? length };
}

const isUnclear = (operand: string) =>
  new UserError(
    l10n.t('Give either --json or --npy FOLDER.'),
    l10n.t('For example: {0}', `${programName()} trace ${operand} --text FILE --json`),
  );
