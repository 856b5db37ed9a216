import { describe, expect, it } from 'vitest';
import type { Intervention, Played } from '../../src/protocol/lens';
import { gateRamp, signedRamp } from '../shared/gateRamps';
import { GatesData } from './asking/gatesData';
import { firstPlay, fittingPlay, playedUntil } from './asking/intervention';
import { costOf, halfGoneAfter, playedWay } from './asking/playedWay';
import { playSentence } from './words/playSentence';
import { shownAt } from './shown';
import { encodeFloats, SampleInspector, sampleLayer, sampleLens } from './testing/sampleLens';
import { firstView, fitting, leftView, restoredView, viewAt } from './viewState';

const layer = sampleLayer(4);
const lens = sampleLens(layer, layer);
const ramps = { gate: gateRamp([30, 30, 30], false), signed: signedRamp([30, 30, 30], false) };
const gate: Intervention = { kind: 'gate', layer: 0, quantity: 'forget', value: 0, from: 10 };
const symbol: Intervention = { kind: 'symbol', at: 10, symbol: 'x' };

/** What is played, with these losses after the first symbol and these differences. */
function answer(truth: (number | null)[], played: (number | null)[], difference: number[] = [1]): Played {
  return {
    from: 10,
    isApproximate: false,
    surprise: { truth: [1, ...truth], played: [9, ...played] }, // the first is not counted: it was predicted before
    next: [undefined, ...truth].map(() => ({ truth: [], played: [] })),
    difference: [difference, difference],
    units: encodeFloats(new Float32Array(4 * (1 + truth.length))),
  };
}

function said(play: Intervention, found: Played): string {
  const data = new GatesData(lens, new SampleInspector('to be or not to be, that is it', layer).text);
  data.played = playedWay(play, 0, 'forget', found);
  const { before, emphasis, after } = playSentence(shownAt(data, { ...firstView, play }, 500, ramps, []))!;
  return before + emphasis + after;
}

describe('what playing has come to', () => {
  it('is told as the mean cost of the next fifty symbols, those passed over left out', () => {
    expect(costOf(answer([1, null, 3], [2, null, 5]))).toEqual({ symbols: 2, truth: 2, played: 3.5 });
    const long = answer(new Array<number>(80).fill(1), [
      ...new Array<number>(50).fill(2),
      ...new Array<number>(30).fill(9),
    ]);
    expect(costOf(long)).toEqual({ symbols: 50, truth: 1, played: 2 });
  });

  it('is said in a sentence: more, less, the same, or nothing that could change', () => {
    const more = said(gate, answer([1, 1], [1.25, 1.59]));
    expect(more).toBe(
      'With the forget gate of layer 1 at 0 from here on, the next 2 characters cost 0.42 nats more each: 1.42 instead of 1.00. ',
    );
    expect(said({ ...gate, unit: 3, value: 1 }, answer([1], [0.5]))).toContain(
      'With unit 3 of the forget gate of layer 1 at 1 from here on, the next character costs 0.50 nats less each',
    );
    expect(said(symbol, answer([1, 1], [1, 1.001]))).toMatch(/^With x in the place of .*cost the same: 1.00 nats each/);
    expect(said(gate, answer([], []))).toMatch(/nothing follows/);
    expect(said(gate, { ...answer([1], [2]), isApproximate: true })).toContain('≈ 1.00 nats more');
  });

  it('of a change that has ended is told until half of it is gone', () => {
    const difference = [4, 8, 6, 5, 3.9, 1];
    expect(halfGoneAfter({ difference: [difference] }, 0, 2)).toBe(3);
    expect(halfGoneAfter({ difference: [[4, 8, 7]] }, 0, 2)).toBeUndefined();
    const losses = [1, 1, 1, 1, 1];
    expect(said({ ...gate, to: 12 }, answer(losses, losses, difference))).toMatch(
      /at 0 for 2 characters.* 3 characters later half of what it changed in h is gone/,
    );
    expect(said(symbol, answer([1, 1], [1, 1], [2, 1.9, 1.8]))).toMatch(/2 characters later more than half/);
  });
});

describe('what is played with', () => {
  const chosen = { layer: 1, quantity: 'output', unit: 2, at: 7 } as const;

  it('is at first the gate that is seen, and of a cell without gates another symbol', () => {
    const text = { truth: 'e', vocabulary: lens.vocabulary };
    expect(firstPlay(lens.layers, chosen, text)).toEqual({
      kind: 'gate',
      layer: 1,
      quantity: 'output',
      unit: 2,
      value: 0,
      from: 7,
    });
    expect(firstPlay(lens.layers, { ...chosen, quantity: 'c' }, text)).toMatchObject({ quantity: 'forget' });
    const elman = [{ ...layer, playable: ['h'] }];
    expect(firstPlay(elman, { ...chosen, layer: 0 }, text)).toEqual({ kind: 'symbol', at: 7, symbol: ' ' });
  });

  it('goes where another lens has no such layer, gate or unit', () => {
    expect(fittingPlay(gate, lens.layers)).toBe(gate);
    expect(fittingPlay({ ...gate, unit: 9 }, lens.layers)).toEqual({ ...gate, unit: undefined });
    const wide = { ...gate, unit: 9 }; // of a network inside
    expect(fittingPlay(wide, [{ ...layer, widths: { forget: 12 } }])).toBe(wide);
    expect(fittingPlay({ ...gate, layer: 2 }, lens.layers)).toBeUndefined();
    expect(fittingPlay(gate, [{ ...layer, playable: ['reset'] }])).toBeUndefined();
    expect(fittingPlay(symbol, lens.layers)).toBe(symbol);
  });

  it('covers the view where it can, in few lengths, and never the whole of a long text', () => {
    expect(playedUntil(gate, { to: 40 }, 100_000)).toBe(266);
    expect(playedUntil(gate, { to: 400 }, 100_000)).toBe(522);
    expect(playedUntil(gate, { to: 90_000 }, 100_000)).toBe(2010);
    expect(playedUntil(gate, { to: 90_000 }, 50)).toBe(50);
  });

  it('comes with a place, stays with the view, and ends with a place that says so; gradients are not seen then', () => {
    const begun = viewAt(firstView, { at: 10, play: gate }, lens.layers, 100);
    expect(begun.play).toBe(gate);
    expect(viewAt(begun, { at: 20 }, lens.layers, 100).play).toBe(gate);
    expect(viewAt(begun, { at: 20, play: null }, lens.layers, 100).play).toBeUndefined();
    expect(fitting({ ...begun, quantity: 'gradientH' }, lens.layers).quantity).toBe('h');
    const left = leftView({ ...begun, unit: 3 });
    expect([left.play, left.unit, leftView(left).unit]).toEqual([undefined, 3, undefined]);
    expect(restoredView({ ...begun }).play).toEqual(gate);
    expect(restoredView({ ...begun, play: { kind: 'gate', from: -1 } }).play).toBeUndefined();
  });
});
