import { expect, it } from 'vitest';
import { resumedRateSentence } from './ruleWords';
import { scheduleSchema } from './scheduleSchema';

const sentence = (schedule: object, totalSteps: number, step = 400) =>
  resumedRateSentence(scheduleSchema.parse(schedule), { step, totalSteps }, 0.001);

it.each([
  [{ name: 'constant' }, 800, ''],
  [{ name: 'constant', warmUp: 500 }, 800, 'Learning rate 0.001 at step 401: warm-up 500 steps.'],
  [{ name: 'step' }, 800, 'Learning rate 0.001 at step 401: rate × 0.5 every 1,000 steps.'],
  [{ name: 'plateau' }, 800, 'Learning rate 0.001 at step 401: rate × 0.5 on plateau.'],
  [{ name: 'cosine' }, 800, 'Learning rate 0.001 at step 401: rate by cosine over 800 steps.'],
  [
    { name: 'cosine', warmUp: 100 },
    800,
    'Learning rate 0.001 at step 401: warm-up 100 steps, rate by cosine over 700 steps.',
  ],
  [{ name: 'cosine', steps: 900 }, 800, 'Learning rate 0.001 at step 401: rate by cosine over 900 steps.'],
  [
    { name: 'cosine', steps: 400 },
    800,
    'Learning rate 0.001 at step 401: rate by cosine over 400 steps, then up again.',
  ],
  [{ name: 'cosine', warmUp: 900 }, 800, 'Learning rate 0.001 at step 401: all of it within the warm-up of 900 steps.'],
  [{ name: 'cosine' }, 400, ''],
])('a run that goes on with %j to step %i says so of its learning rate', (schedule, totalSteps, expected) => {
  expect(sentence(schedule, totalSteps)).toBe(expected);
});
