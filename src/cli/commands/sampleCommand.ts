import * as l10n from '@vscode/l10n';
import type { Command } from '../command';
import { engineChoice, engineFlags } from '../engineFlags';
import { findRun } from '../findRun';

/** Writes a text as a run has learned to. */
export const sampleCommand = (): Command => ({
  name: 'sample',
  operand: 'RUN',
  summary: l10n.t('Samples a text from a checkpoint of a run.'),
  flags: {
    length: { value: 'N', summary: l10n.t('symbols, 300 unless told') },
    temperature: { value: 'X', summary: l10n.t('below 1 more careful, above 1 more daring; 0.8 unless told') },
    prime: { value: 'TEXT', summary: l10n.t('what the network reads first; not part of the answer'), mayBeEmpty: true },
    seed: { value: 'N', summary: l10n.t('the same seed gives the same text') },
    checkpoint: { value: 'FILE', summary: l10n.t('of the run: best, last (as without it) or a file name') },
    ...engineFlags(),
  },
  async run({ operand, flags }, terminal) {
    const request = {
      length: flags.wholeNumber('length', 1, { most: 1_000_000, example: 300 }) ?? 300,
      temperature: flags.positiveNumber('temperature') ?? 0.8,
      prime: flags.text('prime'),
      seed: flags.wholeNumber('seed', 0, { most: 0xffffffff, example: 1 }),
      checkpoint: flags.text('checkpoint'),
    };
    const engine = engineChoice(flags);
    const directory = await findRun(operand, terminal.folder);
    const { sampleRun } = await import('../../inspector/sampleRun');
    const { text, passedOver, reason } = await sampleRun({ ...request, directory }, engine);
    for (const sentence of [passedOver, reason]) if (sentence) terminal.err(`${sentence}\n`);
    terminal.out(`${text}\n`);
    return 0;
  },
});
