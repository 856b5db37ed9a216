import { l10n } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { canResume } from '../lab/runAbilities';
import { fullRunName } from '../runWords';
import type { CommandHandler } from './commandIds';
import { pickRun } from './pickRun';
import { startSession } from './startSession';

/** Lets a paused session go on, or starts a new one from the last checkpoint of a run that has ended early. */
export const resumeRun =
  (lab: Lab): CommandHandler =>
  async (target, learningRate) => {
    const run = await pickRun(lab, target, {
      placeholder: l10n.t('Which run goes on?'),
      isFitting,
      none: new UserError(l10n.t('No run can go on.'), l10n.t('Runs that are paused, stopped or interrupted can.')),
    });
    const rate = typeof learningRate === 'number' ? learningRate : undefined;
    await (run.state === 'paused' ? goOn(lab, run, rate) : startAgain(lab, run, rate));
  };

const isFitting = (run: ListedRun): boolean => run.state === 'paused' || canResume(run);

async function goOn(lab: Lab, run: ListedRun, learningRate: number | undefined): Promise<void> {
  if (learningRate !== undefined) await lab.sessions.call(run, 'setLearningRate', { value: learningRate });
  await lab.sessions.call(run, 'resume', {});
}

function startAgain(lab: Lab, run: ListedRun, learningRate: number | undefined): Promise<void> {
  const title = l10n.t('Resuming {0}', fullRunName(run));
  return startSession(lab, title, { resumeDirectory: run.directory, learningRate });
}
