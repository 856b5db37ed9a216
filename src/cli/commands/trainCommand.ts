import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Command } from '../command';
import { engineChoice, engineFlags } from '../engineFlags';
import { jsonReport } from '../jsonReport';
import { progressReport } from '../progressReport';
import { trainHere } from '../trainHere';

/** Trains an experiment in the terminal. */
export const trainCommand = (): Command => ({
  name: 'train',
  operand: 'FILE',
  summary: l10n.t('Trains an experiment, NAME.unroll.json.'),
  flags: {
    steps: { value: 'N', summary: l10n.t('ends after N steps; 0 writes a run with one checkpoint') },
    weights: { value: 'FILE', summary: l10n.t('starts from these weights (safetensors, PyTorch names)') },
    ...engineFlags(),
    json: { summary: l10n.t('one JSON object a line for each step, and one at the end') },
    profiles: { summary: l10n.t('with --json: gradient profiles, and the reach where taken'), needs: 'json' },
  },
  isMoreThanOutput: true,
  async run({ operand, flags }, terminal) {
    const profiles = flags.isSet('profiles');
    const weights = flags.text('weights');
    const request = {
      experimentPath: resolve(terminal.folder, operand),
      steps: flags.wholeNumber('steps', 0, { example: 1000 }),
      weightsPath: weights === undefined ? undefined : resolve(terminal.folder, weights),
      ...engineChoice(flags),
    };
    const report = flags.isSet('json') ? jsonReport(terminal, { profiles }) : progressReport(terminal);
    return trainHere(request, terminal, report, { profilesEveryStep: profiles });
  },
});
