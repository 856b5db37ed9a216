import { expect, it } from 'vitest';
import { UserError } from '../../../protocol/userError';
import { datasetOf, experimentOf } from '../../model/testing/text';
import { checkValidationFits } from './checkValidationFits';

it('a rule that goes by the validation loss needs two symbols to validate on', () => {
  const check = (text: string, training: object) => () =>
    checkValidationFits(datasetOf(text), experimentOf({}, training).training);
  const early = { earlyStopping: { patience: 2 } };
  for (const training of [early, { schedule: { name: 'plateau' } }]) {
    expect(check('ab'.repeat(10), training)).not.toThrow();
    expect(check('ab'.repeat(5), training)).toThrow(UserError);
  }
  expect(check('ab'.repeat(5), early)).toThrow(/has 1 symbols.*"earlyStopping" under "training"/);
  expect(check('ab'.repeat(5), { schedule: { name: 'cosine' } })).not.toThrow();
});
