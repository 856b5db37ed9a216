import type { ShownState } from '../../src/protocol/stateWords';
import type { RunData } from './runData';

/** The state to show. */
export const shownState = ({ run, steps }: RunData): ShownState =>
  run.state === 'running' && run.step === 0 && steps.length === 0 ? 'starting' : run.state;
