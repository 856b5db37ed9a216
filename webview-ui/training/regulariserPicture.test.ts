import { expect, it } from 'vitest';
import { hasRegulariser, regulariserSentence } from './regulariserPicture';
import { RunData } from './runData';
import { sampleExperiment, sampleRecord, sampleUpdate } from './testing/sampleRun';

it('the regulariser is shown where a run has one, with its newest value', () => {
  const data = new RunData(sampleRecord(), sampleExperiment(), 1);
  expect(hasRegulariser(data)).toBe(false);
  expect(regulariserSentence(data)).toBe('');
  data.append(
    sampleUpdate([
      { step: 1, regulariser: 12 },
      { step: 2, regulariser: 3.5 },
    ]),
  );
  expect(hasRegulariser(data)).toBe(true);
  expect(regulariserSentence(data)).toMatch(/^3\.50: /);
});
