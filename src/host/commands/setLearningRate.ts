import { CancellationError, l10n, window } from 'vscode';
import type { Lab } from '../lab';
import { fullRunName } from '../runWords';
import type { CommandHandler } from './commandIds';
import { pickLiveRun } from './pickLiveRun';

/** Changes the learning rate of a live session; the rate may come with the command (from the panel). */
export const setLearningRate =
  (lab: Lab): CommandHandler =>
  async (target, given) => {
    const run = await pickLiveRun(lab, target);
    const value = typeof given === 'number' ? given : await askRate(fullRunName(run), run.record?.learningRate);
    await lab.sessions.call(run, 'setLearningRate', { value });
    lab.log.info(`Learning rate of ${run.id}: ${value}`);
  };

async function askRate(name: string, current: number | undefined): Promise<number> {
  const text = await window.showInputBox({
    title: l10n.t('Learning rate of {0}', name),
    prompt: l10n.t('It holds from the next step on.'),
    value: current === undefined ? '' : String(current),
    validateInput: (typed) => (isRate(Number(typed)) ? undefined : l10n.t('Type a number above 0, for example 0.002.')),
  });
  if (text === undefined) throw new CancellationError();
  return Number(text);
}

const isRate = (value: number): boolean => Number.isFinite(value) && value > 0;
