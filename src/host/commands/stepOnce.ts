import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';
import { pickLiveRun } from './pickLiveRun';

/** Takes one step and stays paused; a running session is paused by it. */
export const stepOnce =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = await pickLiveRun(lab, target);
    await lab.sessions.call(run, 'stepOnce', {});
  };
