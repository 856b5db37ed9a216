import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';

/** Ends playing: the gates panel shows the truth again. */
export const stopPlaying =
  (lab: Lab): CommandHandler =>
  () =>
    lab.gates.stopPlaying();
