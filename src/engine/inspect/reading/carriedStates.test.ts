import { beforeAll, expect, it } from 'vitest';
import { distance } from '../../model/testing/golden';
import { startTarget } from '../../model/testing/targets';
import { CarriedStates } from './carriedStates';
import { open, readGoldenTrace } from '../testing/goldenTrace';

const trace = readGoldenTrace('lstm');
beforeAll(async () => void (await startTarget('auto')));

it('the states of a text that is read take no more bytes than they may, and are the same', () => {
  const { traced, read } = open(trace);
  const [few, all] = [4 * traced.states.size * 4, 1e9].map((most) => new CarriedStates(traced, read, 8, most));
  for (const states of [few!, all!]) while (!states.isDone) states.advance();
  expect(few!.bytes).toBeLessThanOrEqual(4 * traced.states.size * 4);
  expect(all!.bytes).toBe(Math.ceil(700 / 8) * traced.states.size * 4);
  for (const block of [0, 1, 30, 31, 87]) expect(distance(few!.before(block), all!.before(block))).toBeLessThan(1e-6);
  expect(few!.loss(698)).toBeCloseTo(trace.golden.numbers('loss')[698]!, 5);
  expect(few!.loss(699)).toBeNaN();
  traced.dispose();
});

it('what does not follow on a change is not read again', () => {
  const { traced, read } = open(trace);
  const states = new CarriedStates(traced, read, 64);
  while (!states.isDone) states.advance();
  states.forgetFrom(130);
  expect(states.reached).toBe(128);
  states.forgetFrom(128); // the loss before it has another target
  expect(states.reached).toBe(64);
  states.forgetFrom(600);
  expect(states.reached).toBe(64);
  while (!states.isDone) states.advance();
  expect(distance([states.loss(698)], trace.golden.numbers('loss').subarray(698, 699))).toBeLessThan(1e-5);
  traced.dispose();
});
