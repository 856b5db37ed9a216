import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';

/** Closes the lens; the texts look as before. */
export const closeLens =
  (lab: Lab): CommandHandler =>
  () =>
    lab.lens.close();
