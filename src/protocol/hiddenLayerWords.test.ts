import { expect, it } from 'vitest';
import { hiddenLayerWords } from './hiddenLayerWords';

it('the hidden layers of a deep transition are told apart by where they stand', () => {
  const said = ['xh1', 'hh12', 'f2'].map((quantity) => hiddenLayerWords('deep', quantity));
  expect(said).toEqual([
    'hidden layer 1 on the way from the input to the state',
    'hidden layer 12 on the way from one state to the next',
    'hidden layer 2 on the way from input and state to the next state',
  ]);
});

it('nothing else is called one: a state, or what a person’s own cell names alike', () => {
  expect(hiddenLayerWords('deep', 'h')).toBeUndefined();
  expect(hiddenLayerWords('own', 'hh1')).toBeUndefined();
});
