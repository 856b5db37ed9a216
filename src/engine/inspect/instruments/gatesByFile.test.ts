import { beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema } from '../../../protocol/experiment';
import { allowOwnCells } from '../../cells/own/allowOwnCells';
import { Vocabulary } from '../../data/vocabulary';
import { Generator } from '../../kernels/testing/generator';
import { startTarget } from '../../model/testing/targets';
import { parametersOf, sizeOf } from '../../weights/parameters';
import { tracedModelOf } from '../passes/tracedModel';
import { ByteCache } from '../reading/byteCache';
import { gatesOfLayer } from '../reading/quantities';
import { ReadText, SymbolNumbers } from '../reading/readText';
import { SymbolText } from '../reading/symbolText';
import { TracedText } from '../reading/tracedText';
import { Turns } from '../turns';
import { Summary } from './summary';
import { traceStretch } from './traceStretch';

/** A cell whose gate has a name that the lab does not know, and whose "forget" is none. */
const source = `import { tf } from './unroll-cell';
export const parameters = ({ inputs, units }) => ({ U: [units, inputs], W: [units, units] });
export const gates = ['keep'];
export const values = ['forget'];
export function step({ h }, x, { U, W }) {
  const forget = tf.mul(4, tf.add(tf.matMul(x, U, false, true), tf.matMul(h, W, false, true)));
  return { h: tf.tanh(forget), keep: tf.sigmoid(forget), forget };
}`;
const vocabulary = new Vocabulary([...'abcd']);
const layers = [{ cell: 'own', units: 5, file: 'my-cell.ts', source }];
const { model } = experimentSchema.parse({ data: { path: 'x' }, model: { input: { embedding: 3 }, layers } });

beforeAll(async () => {
  allowOwnCells();
  await startTarget('reference');
});

describe('of a cell whose file names its gates', () => {
  const read = async (quantity: string) => {
    const values = new Generator(3).numbers(sizeOf(parametersOf(model, vocabulary.size)), 0.9);
    const traced = tracedModelOf(model, vocabulary.size, values);
    const content = new ReadText(new SymbolText('abcdacbdaabbccdd'.repeat(3)), new SymbolNumbers(vocabulary));
    const text = new TracedText(traced, content, 16, new ByteCache(2 ** 20), 'text');
    const turn = new Turns().question();
    const summary = new Summary(text, 0, quantity);
    await summary.count(turn);
    const { mean } = await traceStretch(text, { from: 0, to: 1, every: 1, layer: 0, quantity }, turn);
    const rows = [0, 1, 2].flatMap((block) => [...text.trace(block).layers[0]!.get(quantity)!]);
    const overview = summary.overview();
    for (const each of [text, traced]) each.dispose();
    return { overview, rows, first: mean[0]! };
  };
  const meanOf = (numbers: number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

  it('those are counted as open and closed', async () => {
    const { overview, rows, first } = await read('keep');
    const ofUnit = (unit: number): number[] => rows.filter((_, i) => i % 5 === unit);
    const shares = [...Array(5).keys()].map((unit) => ofUnit(unit).filter((value) => value > 0.9).length / 48);
    expect(Math.max(...shares)).toBeGreaterThan(0);
    expect(overview.units.map(({ open }) => open)).toEqual(shares);
    expect(first).toBeCloseTo(meanOf(rows.slice(0, 5)), 6);
  });

  it('and nothing else is, whatever its name: means over units are of sizes', async () => {
    const { overview, rows, first } = await read('forget');
    expect(Math.min(...rows)).toBeLessThan(-0.5);
    expect(overview.units.map(({ open, closed }) => [open, closed])).toEqual(Array(5).fill([0, 0]));
    expect(first).toBeCloseTo(meanOf(rows.slice(0, 5).map(Math.abs)), 6);
    expect(meanOf(overview.buckets.map(({ mean }) => mean))).toBeCloseTo(meanOf(rows.map(Math.abs)), 6);
  });

  it('a lens is told which they are', () => {
    expect(model.layers.map(gatesOfLayer)).toEqual([['keep']]);
  });
});
