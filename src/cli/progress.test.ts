import { describe, expect, it } from 'vitest';
import type { StepLine } from '../protocol/columns';
import { bar, Progress } from './progress';

const line = (step: number): StepLine => ({
  ...{ step, epoch: 1, loss: 1.234, gradientNorm: 1, clippedNorm: 1, learningRate: 0.1, stepMs: 5 },
});

/** 400 of 1,000 steps of 2,048 symbols: the first took 3 s, every other 20 ms. */
function afterFourHundred(): Progress {
  let nowMs = 0;
  const progress = new Progress(1000, 2048, 0, () => nowMs);
  for (let step = 1; step <= 400; step++) {
    nowMs += step === 1 ? 3000 : 20;
    progress.stepped(line(step));
  }
  progress.validated({ step: 400, validationLoss: 1.5 });
  return progress;
}

describe('the progress of a training', () => {
  it('names step, losses, speed and time left, without what only the first step bears', () => {
    expect(afterFourHundred().line).toBe('step 400 of 1,000  loss 1.23  validation 1.50  102,000 symbols/s  12 s left');
  });

  it('says nothing of speed before the second step', () => {
    const progress = new Progress(1000, 2048, 0, () => 0);
    progress.stepped(line(1));
    expect(progress.line).toBe('step 1 of 1,000  loss 1.23');
  });

  it('says at the end how long it took', () => {
    let nowMs = 0;
    const progress = new Progress(2, 100, 0, () => nowMs);
    for (const step of [1, 2]) {
      nowMs += 4000;
      progress.stepped(line(step));
    }
    expect(progress.line).toContain('25 symbols/s  8 s in all');
  });

  it('counts from where a resumed run goes on', () => {
    let nowMs = 0;
    const progress = new Progress(1000, 100, 900, () => nowMs);
    for (const step of [901, 902, 903]) {
      nowMs += 1000;
      progress.stepped(line(step));
    }
    expect(progress.line).toContain('100 symbols/s  97 s left');
  });

  it.each([200, 120, 99, 79, 60, 40, 20, 10, 2, 1, 0, -1])(
    'is a bar that fits %i columns, with what matters most',
    (columns) => {
      const text = afterFourHundred().bar(columns);
      expect([...text].length).toBeLessThanOrEqual(Math.max(0, columns));
      if (columns >= 20) expect(text).toContain('40');
      if (columns >= 40) expect(text).toContain('12 s left');
    },
  );

  it('does not say 100 % before the end', () => {
    const progress = new Progress(1000, 1, 0, () => 0);
    progress.stepped(line(999));
    expect(progress.bar(80)).toContain('99\u00a0%');
  });
});

it('a bar without room for a character is none', () => {
  expect([0, -1, -80].map((columns) => bar(0.5, columns))).toEqual(['', '', '']);
});

it('a bar fills by eighths of a character', () => {
  expect([0, 1 / 32, 0.5, 1, 7, -1].map((share) => bar(share, 4))).toEqual([
    '░░░░',
    '▏░░░',
    '██░░',
    '████',
    '████',
    '░░░░',
  ]);
});
