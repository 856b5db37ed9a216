import * as l10n from '@vscode/l10n';
import type { Command } from '../command';
import { engineChoice, engineFlags } from '../engineFlags';
import { findRun } from '../findRun';
import { jsonReport } from '../jsonReport';
import { progressReport } from '../progressReport';
import { trainHere } from '../trainHere';

/** Goes on with a run that was stopped, failed or interrupted. */
export const resumeCommand = (): Command => ({
  name: 'resume',
  operand: 'RUN',
  summary: l10n.t('Goes on with a run from its last checkpoint.'),
  flags: {
    steps: { value: 'N', summary: l10n.t('ends after step N, counted from the beginning of the run') },
    ...engineFlags(),
    json: { summary: l10n.t('one JSON object a line for each step, and one at the end') },
  },
  isMoreThanOutput: true,
  async run({ operand, flags }, terminal) {
    const wish = { steps: flags.wholeNumber('steps', 1, { example: 1000 }), ...engineChoice(flags) };
    const request = { resumeDirectory: await findRun(operand, terminal.folder), ...wish };
    const report = flags.isSet('json') ? jsonReport(terminal, { profiles: false }) : progressReport(terminal);
    return trainHere(request, terminal, report);
  },
});
