import type { TrainingOptions } from '../protocol/experiment';

/** What is measured at a step. */
export interface Schedule {
  profile: boolean;
  reach: boolean;
  validation: boolean;
  sample: boolean;
  checkpoint: boolean;
}

type Intervals = Pick<
  TrainingOptions,
  'profileEvery' | 'reachEvery' | 'validateEvery' | 'sampleEvery' | 'checkpointEvery'
>;

/** Before it, a text that nobody asked for is noise. */
const firstSample = 10;

/** What is due at a step, whatever the clock says; the last step is measured too. */
export function scheduleOf(step: number, lastStep: number, every: Intervals): Schedule {
  const isEnd = step === 1 || step === lastStep;
  return {
    profile: isEnd || step % every.profileEvery === 0,
    reach: isEnd || step % every.reachEvery === 0,
    validation: isOftenAtFirst(step, every.validateEvery),
    sample: step % every.sampleEvery === 0 || (step >= firstSample && isOftenAtFirst(step, every.sampleEvery)),
    checkpoint: every.checkpointEvery !== undefined && step % every.checkpointEvery === 0,
  };
}

/** Often at first (1, 2, 5, 10, 20, 50, ...), then at every multiple. */
export function isOftenAtFirst(step: number, every: number): boolean {
  return step % every === 0 || (step < every && /^[125]0*$/.test(String(step)));
}

/** The seed of a step's sampled text: it depends on nothing but the step, and touches no other random numbers. */
export const sampleSeed = (seed: number, step: number): number => (seed + Math.imul(step, 0x9e3779b1)) >>> 0;
