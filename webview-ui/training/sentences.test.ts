import { describe, expect, it } from 'vitest';
import { profileVerdict } from './profileVerdict';
import { rateChanges } from './ratePicture';
import { lossSentence, normSentence, rateSentence } from './sentences';
import { sampleData, sampleProfile, sampleUpdate, sampleValidation, stepsTo } from './testing/sampleRun';

const withValidation = (loss: number) =>
  sampleData(sampleUpdate(stepsTo(50), { validation: sampleValidation([1, 4], [50, loss]) }));

describe('the sentence on the loss', () => {
  it('says before the first step what knowing nothing costs', () => {
    expect(lossSentence(sampleData(sampleUpdate([])), undefined)).toBe(
      'Knowing nothing costs ln 65 = 4.17 nats a character.',
    );
  });

  it('compares with what needs no network', () => {
    expect(lossSentence(withValidation(1.79), undefined)).toBe(
      '1.79 nats a character on unseen text, 0.68 below what pairs of letters give (bigram).',
    );
    expect(lossSentence(withValidation(2.97), undefined)).toContain('0.50 above what pairs of letters give');
    expect(lossSentence(withValidation(3.83), undefined)).toContain('0.50 above what single letters give');
    expect(lossSentence(withValidation(5), undefined)).toContain('no better than knowing nothing (ln 65)');
  });

  it('speaks of the training text where nothing else is measured', () => {
    const data = sampleData(sampleUpdate(stepsTo(50)));
    expect(lossSentence(data, undefined)).toBe('2.00 nats a character on the training text.');
  });

  it('compares with ln V alone where nothing else is comparable', () => {
    const update = sampleUpdate(stepsTo(1), { validation: sampleValidation([1, 3]) });
    const run = { baselines: { uniform: Math.log(65), unigram: 3.3, bigram: 1.3 } }; // of a run of before
    expect(lossSentence(sampleData(update, { run }), undefined)).toBe(
      '3.00 nats a character on unseen text, 1.17 below knowing nothing (ln 65).',
    );
  });

  it('takes the baselines in the order of what they cost, not of what they know', () => {
    const run = { baselines: { uniform: 4.17, unigram: 3, bigram: 3.5, symbols: 49 } };
    const sentence = (loss: number) =>
      lossSentence(
        sampleData(sampleUpdate(stepsTo(1), { validation: sampleValidation([1, loss]) }), { run }),
        undefined,
      );
    expect(sentence(2.9)).toContain('0.10 below what single letters give (unigram)');
    expect(sentence(3.2)).toContain('0.20 above what single letters give (unigram)');
    expect(sentence(4)).toContain('0.50 above what pairs of letters give (bigram)');
    expect(sentence(4.2)).toContain('no better than knowing nothing');
  });

  it('says how a range of steps changed it', () => {
    expect(lossSentence(withValidation(1.79), { from: 1, to: 50 })).toBe(
      'Steps 1 to 50: from 4.00 to 1.79 nats a character on unseen text.',
    );
  });

  it('says when it is not a number', () => {
    expect(lossSentence(sampleData(sampleUpdate([{ step: 1, loss: NaN }])), undefined)).toBe(
      'The loss is not a number.',
    );
  });
});

describe('the sentence on clipping', () => {
  const steps = [
    { step: 1, norm: 3, clipped: 1 },
    { step: 2, norm: 0.4 },
    { step: 3, norm: 2, clipped: 1 },
    { step: 4 },
  ];

  it('counts the steps on which it acted', () => {
    expect(normSentence(sampleData(sampleUpdate(steps)), undefined)).toBe('Clipped at 1 on 2 of 4 steps, last at 3.');
    expect(normSentence(sampleData(sampleUpdate(steps)), { from: 2, to: 3 })).toBe(
      'Clipped at 1 on 1 of 2 steps, last at 3.',
    );
  });

  it('says how far the gradient stays from it', () => {
    const update = sampleUpdate([{ step: 1, norm: 0.62 }]);
    expect(normSentence(sampleData(update, { training: { clip: { norm: 5 } } }), undefined)).toBe(
      'Never clipped: the largest, 0.62, is far below 5.',
    );
    expect(normSentence(sampleData(update), undefined)).toBe('Never clipped: the largest, 0.62, is below 1.');
  });

  it('names the largest norm where clipping is off', () => {
    const data = sampleData(sampleUpdate(steps), { training: { clip: 'off' } });
    expect(normSentence(data, undefined)).toBe('Clipping is off; the largest was 3.00, at step 1.');
  });
});

describe('the sentence on the learning rate', () => {
  it('says when it was changed last, and from what', () => {
    const data = sampleData(sampleUpdate([{ step: 1 }, { step: 2, rate: 0.001 }, { step: 3, rate: 0.001 }]));
    expect(rateSentence(data)).toBe('0.001 since step 2, 0.002 before.');
    expect(rateChanges(data)).toEqual([2]);
  });

  it('is silent where it never was', () => {
    expect(rateSentence(sampleData(sampleUpdate(stepsTo(3))))).toBe('');
  });
});

describe('the sentence on the gradient profile', () => {
  it('calls a level one level and gives its parts', () => {
    const data = sampleData(sampleUpdate([], { profile: sampleProfile([20, 2.3, 1.3, 1.9]) }));
    const { sentence, emphasis } = profileVerdict(data, 0)!;
    expect(emphasis).toBe('Level:');
    expect(sentence).toBe(
      'Level: 1.0 times as large where the window begins as where it ends. Every time step injects a loss of its own. ' +
        'On average 2.3: 1.9 local, 1.3 carried from later time steps.',
    );
  });

  it('claims no loss of every time step where the last one alone has one, and nothing of what is no number', () => {
    const said = (profile: Float32Array) =>
      profileVerdict(sampleData(sampleUpdate([], { profile }), { training: { outputs: 'last' } }), 0)!.sentence;
    expect(said(sampleProfile([20, 1, 1, 1]))).toMatch(/^Level: 1\.0 times as large where .* ends\. On average/);
    expect(said(sampleProfile([20, NaN, 1, 1]))).toMatch(/^How it goes along the window could not be measured/);
  });

  it('is of the last record that is in view', () => {
    const profile = sampleProfile([20, 2, 1, 1], [40, 9, 1, 1]);
    const data = sampleData(sampleUpdate([], { profile }));
    expect(profileVerdict(data, 0, 0)!.sentence).toContain('On average 2:');
  });

  it('sees it grow or fade towards the beginning of the window', () => {
    const record = sampleProfile([20, 1, 1, 1]);
    const growing = record.map((value, index) => (index >= 1 && index <= 2 ? 10 : value));
    const fading = record.map((value, index) => (index >= 1 && index <= 2 ? 0.1 : value));
    const said = (profile: Float32Array): string =>
      profileVerdict(sampleData(sampleUpdate([], { profile })), 0)!.emphasis;
    expect(said(growing)).toBe('Growing:');
    expect(said(fading)).toBe('Fading:');
  });

  it('waits for the first record', () => {
    expect(profileVerdict(sampleData(sampleUpdate([])), 0)).toBeUndefined();
  });
});
