import { describe, expect, it } from 'vitest';
import type { Theme } from '../shared/theme';
import { runFacts } from './facts';
import { lossPicture } from './lossPicture';
import { nonFiniteWord } from './nonFinite';
import { normPicture } from './normPicture';
import { normSentence, rateSentence } from './sentences';
import { stepView } from './stepView';
import { sampleData, sampleUpdate } from './testing/sampleRun';

const theme = { isLight: false, alarm: 'red', training: 'rgb(1, 2, 3)', gradient: 'rgb(4, 5, 6)' } as Theme;

const steps = [
  { step: 1 },
  { step: 2, loss: NaN, norm: Infinity, clipped: 0, away: 1 },
  { step: 3, norm: 2, clipped: 1 },
  { step: 4, loss: Infinity, norm: NaN, clipped: 1, away: 2 },
];

describe('steps that were not finite', () => {
  const data = sampleData(sampleUpdate(steps), { run: { nonFinite: 2 } });
  const view = stepView(data, 700, undefined);

  it('are marked through the charts of loss and norm, and not taken for clipped ones', () => {
    expect(lossPicture(data, view, theme).events).toEqual({ at: [2, 4], colour: 'red' });
    const picture = normPicture(data, view, theme);
    expect(picture.events?.at).toEqual([2, 4]);
    expect(picture.marks?.at).toEqual([3]);
    expect(picture.series[1]!.points.map(({ y }) => y)).toEqual([0.5, NaN, 1, NaN]);
  });

  it('are counted in the sentence on the norm, and named where the person points', () => {
    expect(normSentence(data, undefined)).toBe(
      'Clipped at 1 on 1 of 4 steps, last at 3. Not finite, and skipped: 2 steps.',
    );
    expect([0, 1, 2, 3].map((index) => nonFiniteWord(data, index))).toEqual(['', 'skipped', '', 'random step']);
    const random = sampleData(sampleUpdate(steps), { training: { onNonFinite: 'randomStep' } });
    expect(normSentence(random, { from: 4, to: 4 })).toContain('Not finite, and left by a random step: 1 step.');
  });

  it('leave the largest norm to a step that has one', () => {
    const off = sampleData(sampleUpdate(steps), { training: { clip: 'off' } });
    expect(normSentence(off, undefined)).toContain('the largest was 2.00, at step 3.');
  });

  it('are among the facts', () => {
    const run = { nonFinite: 2 };
    expect(runFacts(sampleData(sampleUpdate(steps), { run })).now).toContain('2 skipped');
    const training = { onNonFinite: 'randomStep' };
    expect(runFacts(sampleData(sampleUpdate(steps), { run, training })).now).toContain('2 random');
  });
});

describe('the facts of a run', () => {
  it('say that it ended early, and where it was best', () => {
    const run = { state: 'finished', earlyEnd: { step: 90, bestStep: 60, measurements: 3 } } as const;
    expect(runFacts(sampleData(sampleUpdate(steps), { run })).now).toContain('ended early, best at step 60');
  });

  it.each<[object, string]>([
    [{}, 'Adam'],
    [{ optimiser: { name: 'adamw' } }, 'AdamW, weight decay 0.01'],
    [{ optimiser: { name: 'sgd', momentum: 0.9, nesterov: true } }, 'SGD, Nesterov momentum 0.9'],
    [{ schedule: { name: 'cosine', warmUp: 100 } }, 'Adam, warm-up 100 steps, rate by cosine'],
    [{ schedule: { name: 'step', every: 1000, factor: 0.5 } }, 'Adam, rate × 0.5 every 1,000 steps'],
    [{ schedule: { name: 'plateau' }, earlyStopping: { patience: 7 } }, 'Adam, rate × 0.5 on plateau, patience 7'],
    [
      { init: { recurrent: { name: 'spectral-radius', radius: 0.9 }, head: 'xavier-normal', perGate: true } },
      'Adam, recurrent weights of spectral radius 0.9, head Xavier normal, per gate',
    ],
    [{ clip: { value: 0.5 } }, 'Adam, clipped by value 0.5'],
  ])('name the rules of %j', (training, words) => {
    expect(runFacts(sampleData(sampleUpdate([]), { training })).setting[1]).toBe(words);
  });
});

describe('clipping by value', () => {
  it('is said of the steps on which it acted', () => {
    const training = { clip: { value: 0.5 } };
    expect(normSentence(sampleData(sampleUpdate([{ step: 1 }]), { training }), undefined)).toBe(
      'No number of the gradient was beyond 0.5.',
    );
    const acted = sampleData(sampleUpdate([{ step: 1 }, { step: 2, norm: 3, clipped: 2 }]), { training });
    expect(normSentence(acted, undefined)).toBe('Numbers beyond 0.5 were limited on 1 of 2 steps, last at 2.');
  });
});

it('the sentence on the learning rate names the schedule and the rate of now', () => {
  const training = { schedule: { name: 'cosine', warmUp: 2 } };
  const rates = [0.001, 0.002, 0.0015].map((rate, i) => ({ step: i + 1, rate }));
  expect(rateSentence(sampleData(sampleUpdate(rates), { training }))).toBe(
    '0.0015 now: warm-up 2 steps, rate by cosine over 2,448 steps.',
  );
});
