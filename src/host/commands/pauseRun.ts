import type { CommandHandler } from './commandIds';
import type { Lab } from '../lab';
import { pickLiveRun } from './pickLiveRun';

/** Pauses a running session after the step under way. */
export const pauseRun =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = await pickLiveRun(lab, target, (state) => state === 'running');
    await lab.sessions.call(run, 'pause', {});
  };
