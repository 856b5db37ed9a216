import { describe, expect, it } from 'vitest';
import { GatesData } from './asking/gatesData';
import { gateRamp, signedRamp } from '../shared/gateRamps';
import { chunkOf } from './asking/chunk';
import { columnValues, heightIn } from './painting/curve';
import { rowNames, shownAt } from './shown';
import { TellHost } from './asking/tellHost';
import { SampleInspector, sampleLayer, sampleLens } from './testing/sampleLens';
import type { FromGatesPanel } from '../../src/protocol/gatesPanel';
import type { Stretch } from '../../src/protocol/lens';
import { firstView, restoredView, viewAt, viewFor } from './viewState';

const layer = sampleLayer(8);
const text = { document: 'file:///a', symbols: 500 };

describe('what was chosen', () => {
  it('survives a reload, and a broken memory does no harm', () => {
    const view = { ...firstView, document: 'file:///a', order: 'mean' as const, at: 7, unit: 3, isDifference: true };
    expect(restoredView(JSON.parse(JSON.stringify(view)))).toEqual(view);
    for (const broken of [undefined, null, 7, { at: -1, unit: 'x', order: 'y', axis: { from: -3 } }])
      expect(restoredView(broken)).toMatchObject({ at: 0, unit: undefined, order: 'similarity', axis: firstView.axis });
  });

  it('holds in the same text; in another one the place is its beginning', () => {
    const view = { ...firstView, document: 'file:///a', at: 499, axis: { from: 400, pixels: 3 } };
    expect(viewFor(view, [layer], { ...text, symbols: 100 }).at).toBe(99);
    const other = viewFor(view, [layer], { ...text, document: 'file:///b' });
    expect([other.at, other.axis]).toEqual([0, { from: 0, pixels: 3 }]);
  });

  it('gives way to what exists: layers, quantities, units', () => {
    const view = { ...firstView, layer: 3, quantity: 'update' as const, unit: 100 };
    expect(viewFor(view, [layer], text)).toMatchObject({ layer: 0, quantity: 'forget', unit: undefined });
  });

  it('follows the editor as far as that says something', () => {
    const view = viewAt({ ...firstView, unit: 2 }, { at: 9999, quantity: 'c' }, [layer], 500);
    expect(view).toMatchObject({ at: 499, quantity: 'c', unit: 2 });
  });

  it('decides which curves there are', () => {
    expect(rowNames(firstView)).toEqual(['mean', 'surprise', 'gradientH']);
    expect(rowNames({ ...firstView, unit: 1, isLookingBack: true })).toEqual([
      'unit',
      'mean',
      'surprise',
      'gradientH',
      'lookBack',
    ]);
  });
});

describe('what is shown', () => {
  const inspector = new SampleInspector('to be or not to be, that is the question\n', layer, 1000);
  const ramps = { gate: gateRamp([0, 0, 0], false), signed: signedRamp([0, 0, 0], false) };
  const data = new GatesData(sampleLens(layer), inspector.text);
  for (const index of [0, 1]) {
    const params = { layer: 0, quantity: 'forget' as const, from: 128 * index, to: 128 * (index + 1), every: 1 };
    const answer = inspector.answer({ kind: 'columns', params }) as Stretch;
    data.chunks.put(chunkOf({ layer: 0, quantity: 'forget', every: 1, index }, answer));
  }
  const show = (change: object = {}) => shownAt(data, { ...firstView, ...change }, 720, ramps, []);

  it('knows whether columns are missing', () => {
    expect(show().isWaiting).toBe(false);
    expect(show({ axis: { from: 240, pixels: 12 } })).toMatchObject({ isWaiting: true, chunks: [{ from: 128 }] });
  });

  it('sorts by the value at the chosen symbol as soon as that is in the picture', () => {
    const { order } = show({ order: 'value', at: 20 });
    const values = order.map((unit) => inspector.value('forget', unit, 20));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('gives an order that has not changed as the same array, so that nothing is painted again', () => {
    const { order } = show();
    expect(shownAt(data, firstView, 720, ramps, order).order).toBe(order);
  });

  it('shades gates from 0 to 1, and differences about zero', () => {
    expect(show().shade).toMatchObject({ low: 0, high: 1, ramp: ramps.gate });
    data.keepOverview(
      0,
      'forget',
      inspector.answer({ kind: 'overview', params: { layer: 0, quantity: 'forget' } }) as never,
    );
    const { shade } = show({ isDifference: true });
    expect(shade.ramp).toBe(ramps.signed);
    expect(shade.low).toBe(-shade.high);
    expect(shade.means![3]).toBeCloseTo(data.overview(0, 'forget')!.units[3]!.mean, 6);
  });

  it('puts each number of a curve into its column', () => {
    const shown = show({ axis: { from: 100, pixels: 12 } });
    const values = columnValues(shown, 'mean');
    const column = values.find(({ x }) => Math.abs(x - 30 * 12) < 1e-9)!;
    const mean =
      layer.quantities.length && Array.from({ length: 8 }, (_, unit) => inspector.value('forget', unit, 130));
    expect(column.value).toBeCloseTo((mean as number[]).reduce((sum, value) => sum + value, 0) / 8, 6);
    const y = heightIn({ top: 10, height: 50 }, { low: 0, high: 1 });
    expect([y(0), y(1), y(7)]).toEqual([57, 14, 14]);
  });

  it('joined columns stand beside each other from edge to edge', () => {
    const params = { layer: 0, quantity: 'forget' as const, from: 0, to: 256, every: 2 };
    const answer = inspector.answer({ kind: 'columns', params }) as Stretch;
    data.chunks.put(chunkOf({ layer: 0, quantity: 'forget', every: 2, index: 0 }, answer));
    const values = columnValues(show({ axis: { from: 0, pixels: 0.2 } }), 'high');
    expect(values).toHaveLength(128);
    values.forEach(({ x, width }, index) => expect(x).toBeCloseTo(index * width, 6));
    expect(values[0]!.width).toBeCloseTo(2 * 0.6, 9);
  });

  it('is told to the editor once: the chosen symbol, the unit alone, the order', () => {
    const sent: FromGatesPanel[] = [];
    const host = new TellHost((message) => sent.push(message));
    host.chosen(20);
    const shown = show({ unit: 3, at: 20 });
    host.tell(shown);
    host.tell(shown);
    expect(sent.map(({ type }) => type)).toEqual(['chosen', 'seeUnit', 'sorted']);
    host.tell({ ...shown, view: { ...shown.view, unit: undefined } });
    expect(sent.at(-1)).toEqual({ type: 'seeUnit', layer: 0, quantity: 'forget', unit: undefined });
  });
});
