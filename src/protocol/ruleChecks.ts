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

/** What goes with a rule that is refused. */
export interface RefusalParams {
  /** How many keys of the issue's path are the rule's own; those before lead to the object that is checked. */
  own: number;
  /** What puts it right, in that object. */
  mend?: { path: (string | number)[]; value: unknown };
  /** The other fields that the rule goes by: where one of them is wrong itself, nothing can be said. */
  beside?: (string | number)[][];
}

/** Where a rule is refused, and why. */
interface Refusal extends Omit<RefusalParams, 'own'> {
  path: (string | number)[];
  message: string;
}

/** Adds what is wrong with rules of training taken together. */
export function checkTrainingRules(rules: Rules, context: z.RefinementCtx): void {
  for (const { path, message, ...params } of refusals(rules))
    context.addIssue({ code: 'custom', path, message, params: { own: path.length, ...params } });
}

function refusals(rules: Rules): Refusal[] {
  return [strideRule(rules), nesterovRule(rules), randomStepRule(rules), leastRule(rules), warmUpRule(rules)].filter(
    (refusal) => refusal !== undefined,
  );
}

function strideRule({ stride, window }: Rules): Refusal | undefined {
  if (stride === undefined || stride <= window) return undefined;
  const message = 'The stride cannot be longer than the window: time steps between two windows would never be learned.';
  return { path: ['stride'], message, mend: { path: ['stride'], value: window }, beside: [['window']] };
}

function nesterovRule({ optimiser }: Rules): Refusal | undefined {
  if (optimiser.name !== 'sgd' || !optimiser.nesterov || optimiser.momentum !== 0) return undefined;
  const message = 'Nesterov is a kind of momentum: it needs "momentum" above 0.';
  const momentum = ['optimiser', 'momentum'];
  return { path: ['optimiser', 'nesterov'], message, mend: { path: momentum, value: 0.9 }, beside: [momentum] };
}

function randomStepRule({ onNonFinite, clip }: Rules): Refusal | undefined {
  if (onNonFinite !== 'randomStep' || (clip !== 'off' && 'norm' in clip)) return undefined;
  const message = 'A random step is as long as the norm that gradients are clipped at: it needs "clip": { "norm": 1 }.';
  return { path: ['onNonFinite'], message, mend: { path: ['clip'], value: { norm: 1 } }, beside: [['clip']] };
}

function leastRule({ schedule, optimiser }: Rules): Refusal | undefined {
  if (!('least' in schedule) || schedule.least <= optimiser.learningRate) return undefined;
  const path = ['schedule', 'least'];
  return {
    path,
    message: `"least" cannot be above the learning rate, which is ${optimiser.learningRate}.`,
    mend: { path, value: Number((optimiser.learningRate / 20).toPrecision(1)) },
    beside: [['optimiser', 'learningRate'], ['optimiser', 'name'], ['optimiser']],
  };
}

function warmUpRule({ schedule, steps }: Rules): Refusal | undefined {
  if (steps === undefined || schedule.warmUp === 0 || schedule.warmUp < steps) return undefined;
  const path = ['schedule', 'warmUp'];
  return {
    path,
    message: `The warm-up would last for all of the ${steps} steps: it must be shorter.`,
    mend: { path, value: Math.floor(steps / 10) },
    beside: [['steps']],
  };
}

/** Adds what a text without validation part cannot have. */
export function checkValidationShare(
  { data, training }: { data: { split: readonly number[] }; training: Pick<Rules, 'schedule' | 'earlyStopping'> },
  context: z.RefinementCtx,
): void {
  const field = validationRule(training);
  if (field === undefined || data.split[1]! > 0) return;
  const message = `training.${field} goes by the validation loss, but the second share of "split" is 0: give it at least 0.01.`;
  const params: RefusalParams = {
    own: 2,
    beside: [
      ['training', field],
      ['training', field, 'name'],
    ],
  };
  context.addIssue({ code: 'custom', path: ['data', 'split'], message, params });
}

/** The field under "training" that needs a validation loss, if there is one. */
export const validationRule = ({
  schedule,
  earlyStopping,
}: Pick<Rules, 'schedule' | 'earlyStopping'>): 'schedule' | 'earlyStopping' | undefined =>
  schedule.name === 'plateau' ? 'schedule' : earlyStopping !== 'off' ? 'earlyStopping' : undefined;
