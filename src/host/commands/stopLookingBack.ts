import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';

/** Takes the colours of a look-back away. */
export const stopLookingBack =
  (lab: Lab): CommandHandler =>
  () => {
    lab.lookingBack.stop();
    lab.gates.stopLookingBack();
  };
