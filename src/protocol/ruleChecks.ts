import type * as z from 'zod';
import type { optimiserSchema } from './optimiserSchema';
import type { ScheduleOptions } from './scheduleSchema';
import type { ClipOptions, EarlyStoppingOptions } from './stepRuleSchema';

/*
 * Training rules that do not fit together: what no single field shows. Each is refused with the field to change.
 */

/** The fields that have to fit together. */
export interface Rules {
  window: number;
  stride?: number;
  steps?: number;
  optimiser: z.output<typeof optimiserSchema>;
  schedule: ScheduleOptions;
  clip: ClipOptions;
  onNonFinite: string;
  earlyStopping: EarlyStoppingOptions;
}

/** Where a rule is refused, and why. */
interface Refusal {
  path: (string | number)[];
  message: string;
}

/** Adds what is wrong with rules of training taken together. */
export function checkTrainingRules(rules: Rules, context: z.RefinementCtx): void {
  for (const refusal of refusals(rules)) context.addIssue({ code: 'custom', ...refusal });
}

function refusals({ stride, window, optimiser, schedule, clip, onNonFinite, steps }: Rules): Refusal[] {
  const found: Refusal[] = [];
  const refuse = (message: string, ...path: string[]) => found.push({ path, message });
  if (stride !== undefined && stride > window)
    refuse(
      'The stride cannot be longer than the window: time steps between two windows would never be learned.',
      'stride',
    );
  if (optimiser.name === 'sgd' && optimiser.nesterov && optimiser.momentum === 0)
    refuse('Nesterov is a kind of momentum: it needs "momentum" above 0.', 'optimiser', 'nesterov');
  if (onNonFinite === 'randomStep' && (clip === 'off' || !('norm' in clip)))
    refuse(
      'A random step is as long as the norm that gradients are clipped at: it needs "clip": { "norm": 1 }.',
      'onNonFinite',
    );
  if ('least' in schedule && schedule.least > optimiser.learningRate)
    refuse(`"least" cannot be above the learning rate, which is ${optimiser.learningRate}.`, 'schedule', 'least');
  if (steps !== undefined && schedule.warmUp > 0 && schedule.warmUp >= steps)
    refuse(`The warm-up would last for all of the ${steps} steps: it must be shorter.`, 'schedule', 'warmUp');
  return found;
}

/** Adds what a text without validation part cannot have. */
export function checkValidationShare(
  { data, training }: { data: { split: readonly number[] }; training: Pick<Rules, 'schedule' | 'earlyStopping'> },
  context: z.RefinementCtx,
): void {
  const field = validationRule(training);
  if (field === undefined || data.split[1]! > 0) return;
  const message = `training.${field} goes by the validation loss, but the second share of "split" is 0: give it at least 0.01.`;
  context.addIssue({ code: 'custom', path: ['data', 'split'], message });
}

/** The field under "training" that needs a validation loss, if there is one. */
export const validationRule = ({
  schedule,
  earlyStopping,
}: Pick<Rules, 'schedule' | 'earlyStopping'>): 'schedule' | 'earlyStopping' | undefined =>
  schedule.name === 'plateau' ? 'schedule' : earlyStopping !== 'off' ? 'earlyStopping' : undefined;
