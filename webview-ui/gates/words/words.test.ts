import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../src/protocol/lens';
import { equations } from './equations';
import { onePercentBack } from '../painting/lookBackRow';
import { endWords } from '../painting/paintColourBar';
import { lookAheadWords, symbolFacts } from './place';
import { pictureSentence, unknownSentence } from './sentence';
import { isBlank, visibleSymbol } from '../../../src/protocol/symbolWords';
import { wordsAmong } from '../painting/wordsAmong';
import { SampleInspector, sampleLayer } from '../testing/sampleLens';
import type { PanelLayer, PlacedSymbol } from '../../../src/protocol/gatesPanel';
import type { PanelQuantity } from '../../../src/protocol/lens';
import type { Notation } from '../../../src/protocol/notation';

const layer = sampleLayer(2);
const said = (...args: Parameters<typeof pictureSentence>): string => {
  const { emphasis, rest } = pictureSentence(...args);
  return emphasis + rest;
};

describe('the sentence before the picture', () => {
  const overview: Overview = {
    symbols: 1000,
    traced: 1000,
    buckets: [0.5, 0.76].map((mean) => ({ mean, low: 0, high: 1 })),
    units: [
      { mean: 0.2, closed: 0.3, open: 0.1 },
      { mean: 0.9, closed: 0.08, open: 0.7 },
    ],
    similarity: [0, 1],
  };

  it('of a gate says what it does, its mean and how often it is shut or open', () => {
    expect(said('forget', layer, overview)).toBe(
      'Forget gate: share of its memory each unit keeps, 63\u00a0% on average over the text. Closed (below 0.1) 19\u00a0% of the time, open (above 0.9) 40\u00a0%.',
    );
  });

  it('of a state says its size', () => {
    expect(said('c', layer, overview)).toBe('Memory: what each unit remembers; size 0.63 on average over the text.');
  });

  it('says that it is of a part only, and only about so much', () => {
    expect(said('c', layer, { ...overview, traced: 400 })).toContain(
      'size ≈ 0.63 on average over the 40\u00a0% of the text seen so far.',
    );
  });

  it('needs no numbers while there are none', () => {
    expect(said('output', layer, undefined)).toBe('Output gate: share of its memory each unit shows.');
  });

  it('tells the two senses of an update gate apart', () => {
    expect(said('update', { ...layer, cell: 'gru', update: 'keep' }, undefined)).toContain('each unit keeps');
    expect(said('update', { ...layer, cell: 'gru', update: 'replace' }, undefined)).toContain('each unit replaces');
  });

  it('claims nothing of what a person’s own cell names, whatever the name', () => {
    const own = { ...layer, cell: 'own' as const };
    expect(said('forget', own, undefined)).toBe('forget: a quantity of your own cell, by the name that it has there.');
    expect(said('h', own, undefined)).toBe('Hidden state: what each unit shows.');
    expect(said('forget', own, overview)).toContain('; size 0.63 on average'); // no shares of time open or closed
    expect(said('forget', { ...own, gates: ['forget'] }, overview)).toContain('open (above 0.9) 40\u00a0%');
  });

  it('warns of characters that the lens does not know', () => {
    const text = { document: '', name: '', version: 1, symbols: 1200, unknown: 0 };
    expect(unknownSentence(text)).toBeUndefined();
    expect(unknownSentence({ ...text, unknown: 7 })).toBe('7 of 1,200 characters are outside the vocabulary (dotted).');
    expect(unknownSentence({ ...text, unknown: 1200 })).toContain('None of its characters is in the vocabulary');
  });
});

describe('the equations of a unit', () => {
  const lines = (
    shown: PanelLayer,
    chosen: PanelQuantity,
    numbers: Record<string, number>,
    notation: Notation = 'pytorch',
  ): string[] => equations(shown, notation, chosen, numbers).map(({ text, result }) => text + (result ?? ''));

  it('of an LSTM can be checked by hand with the numbers shown', () => {
    const inspector = new SampleInspector('to be or not to be', layer);
    const { numbers } = inspector.answer({ kind: 'unit', params: { at: 5, layer: 0, unit: 1 } }) as {
      numbers: Record<string, number>;
    };
    const text = lines(layer, 'forget', numbers);
    const number = (line: string | undefined): number[] =>
      [...line!.replaceAll('−', '-').matchAll(/-?\d+\.\d+/g)].map(([match]) => Number(match));
    const [forget, before] = number(text.find((line) => line.startsWith('  = ') && line.includes('×')));
    const [input, candidate] = number(text.find((line) => line.startsWith('  + ') && /\d/.test(line)));
    const [c] = number(text.find((line) => /^ {2}= [^×]*$/.test(line)));
    expect(forget! * before! + input! * candidate!).toBeCloseTo(c!, 2);
    const [output, tanh, h] = number(text.at(-1));
    expect(Math.tanh(c!)).toBeCloseTo(tanh!, 2);
    expect(output! * tanh!).toBeCloseTo(h!, 2);
    const [sum, gate] = number(text[0]);
    expect(1 / (1 + Math.exp(-sum!))).toBeCloseTo(gate!, 3);
  });

  it('have the letter of the source for the memory, and the order of its summands', () => {
    const numbers = { forget: 0.5, cBefore: 0.4, input: 0.25, candidate: 0.8, c: 0.4, output: 0.5, h: 0.19 };
    expect(lines({ ...layer, memory: 's' }, 'c', numbers, 'goodfellow')).toEqual([
      ...['s = forget × s before', '  + input × candidate', '  = 0.500 × 0.400', '  + 0.250 × 0.800', '  = 0.400'],
      ...['h = output × tanh(s)', '  = 0.500 × 0.380 = 0.190'],
    ]);
  });

  it('of a GRU weigh the old and the new state in the sense of its update gate', () => {
    const numbers = { update: 0.25, candidate: 0.8, hBefore: -0.4, h: 0.5 };
    const gru = { ...layer, cell: 'gru' as const };
    const keep = lines({ ...gru, update: 'keep' }, 'h', numbers);
    expect(keep).toEqual([
      'h = (1 − update) × candidate',
      '  + update × h before',
      '  = 0.750 × 0.800',
      '  + 0.250 × −0.400',
      '  = 0.500',
    ]);
    const replace = lines({ ...gru, update: 'replace' }, 'h', { ...numbers, h: -0.1 }, 'goodfellow');
    expect(replace.slice(2)).toEqual(['  = 0.250 × 0.800', '  + 0.750 × −0.400', '  = −0.100']);
  });

  it('of a simple cell are its sum and its state', () => {
    const elman = { ...layer, cell: 'elman' as const };
    expect(lines(elman, 'h', { 'sums.h': 0.5, h: Math.tanh(0.5) })).toEqual(['h = tanh(0.500) = 0.462']);
    const linear = { ...elman, activation: 'identity' as const };
    expect(lines(linear, 'h', { 'sums.h': 0.5, h: 0.5 })).toEqual(['h = 0.500']);
    const squashed = { ...elman, activation: 'sigmoid' as const };
    expect(lines(squashed, 'h', { 'sums.h': 0, h: 0.5 })).toEqual(['h = σ(0.000) = 0.500']);
  });

  it('of an LSTM with peepholes set what came through them apart, and name what squashes the candidate', () => {
    const numbers = { 'sums.forget': 0.5, 'seen.forget': 0.2, forget: 0.622, 'sums.candidate': 1, candidate: 0.731 };
    const peeping = { ...layer, peephole: 'diagonal', candidate: 'sigmoid' } as const;
    expect(lines(peeping, 'forget', numbers).slice(0, 2)).toEqual([
      'forget = σ(sum + peephole)',
      '  = σ(0.300 + 0.200) = 0.622',
    ]);
    expect(lines(peeping, 'candidate', numbers)[0]).toBe('candidate = σ(1.000) = 0.731');
    const output = { 'sums.output': 0.5, 'seen.output': -0.2, output: 0.622 };
    expect(lines({ ...peeping, peephole: 'full' }, 'output', output)[0]).toBe('output = σ(sum + peephole)');
  });
});

describe('the equations of a unit of other cells', () => {
  const cellOf = (cell: PanelLayer['cell'], fields: Partial<PanelLayer> = {}): PanelLayer => ({
    ...layer,
    cell,
    quantities: ['h'],
    ...fields,
  });
  const lines = (shown: PanelLayer, chosen: PanelQuantity, numbers: Record<string, number>): string[] =>
    equations(shown, 'goodfellow', chosen, numbers).map(({ text, result }) => text + (result ?? ''));

  it('are the state from its sum, through the activation that the layer has', () => {
    const numbers = { 'sums.h': 0.5, h: Math.tanh(0.5) };
    for (const cell of ['deep', 'jordan', 'feed-forward'] as const)
      expect(lines(cellOf(cell), 'h', numbers)).toEqual(['h = tanh(0.500) = 0.462']);
    expect(lines(cellOf('jordan', { activation: 'relu' }), 'h', { 'sums.h': 0.5, h: 0.5 })).toEqual([
      'h = relu(0.500) = 0.500',
    ]);
  });

  it('have a line for the hidden layer in view, through its own activation', () => {
    const deep = cellOf('deep', { hiddenToHidden: [{ units: 2, activation: 'sigmoid' }] });
    const numbers = { 'sums.hh1': 0, hh1: 0.5, 'sums.h': 0.5, h: 0.462 };
    expect(lines(deep, 'hh1', numbers)).toEqual(['hh1 = σ(0.000) = 0.500', 'h = tanh(0.500) = 0.462']);
    const nested = cellOf('deep', { transition: 'nested', hiddenToHidden: [{ units: 2, activation: 'relu' }] });
    expect(lines(nested, 'f1', { 'sums.f1': 2, f1: 2, h: 0.1 })).toEqual(['f1 = relu(2.000) = 2.000', 'h = 0.100']);
  });

  it('of an own cell are what it returns by name', () => {
    const own = cellOf('own', { quantities: ['keep', 'candidate', 'c', 'h', 'gradientH'] });
    const numbers = { keep: 0.25, candidate: -0.5, c: 1, h: 0.125, hBefore: 0.3 };
    expect(lines(own, 'keep', numbers)).toEqual(['keep = 0.250', 'candidate = −0.500', 'c = 1.000', 'h = 0.125']);
  });

  it('are none where nothing is known', () => {
    for (const cell of ['lstm', 'gru', 'elman', 'deep', 'own'] as const)
      expect(lines(cellOf(cell), 'h', {})).toEqual([]);
  });
});

describe('the numbers of a symbol', () => {
  const symbol: PlacedSymbol = {
    at: 88,
    offset: 88,
    length: 1,
    symbol: 'e',
    isUnknown: false,
    isApproximate: false,
    surprise: 1.06,
    next: [],
    lossesAhead: 92,
    layers: [{ quantities: [], gradientH: 1.57, gradientC: 0.004 }],
    line: 1,
    column: 1,
  };

  it('are what was expected, surprise in nats and bits, and the norms of the gradients', () => {
    expect(symbolFacts(symbol, 0).map(({ name, value, unit }) => [name, value, unit].join(' '))).toEqual([
      'Expected 35 %',
      'Surprise 1.06 nats',
      ' 1.53 bits',
      '‖dL/dh‖ 1.57 ',
      '‖dL/dc‖ 4.0 × 10⁻³ ',
    ]);
    expect(symbolFacts(symbol, 0, 'C').at(-1)!.name).toBe('‖dL/dC‖');
    expect(lookAheadWords(symbol, 0)).toBe('Gradients of the 92 losses from here on.');
  });

  it('say when they are approximate, and leave out what there is none of', () => {
    const first = { ...symbol, surprise: undefined, isApproximate: true, layers: [{ quantities: [], gradientH: 2 }] };
    expect(symbolFacts(first, 0).map(({ value }) => value)).toEqual(['≈ 2.00']);
  });

  it('tell how far back a look-back reaches', () => {
    expect(onePercentBack([1e-5, 0.02, 0.5, 1])).toBe(3);
    expect(onePercentBack([])).toBeUndefined();
    expect(onePercentBack([0, 0])).toBeUndefined();
  });

  it('fit beside the bar of colours', () => {
    expect([1, 0.5, 0].map((value) => endWords(value, false))).toEqual(['1', '0.5', '0']);
    expect([14, 0, -14].map((value) => endWords(value, true))).toEqual(['+14', '0', '−14']);
    expect([2000, 0.05, 0.0003].map((value) => endWords(value, true))).toEqual(['+2K', '+0.05', '+3.0×10⁻⁴']);
  });
});

describe('symbols', () => {
  it('that leave no ink are shown by a sign', () => {
    expect(['a', ' ', '\n', '\t', '\u0007', '\u0301', '\u200b', '\u202e', ''].map(visibleSymbol)).toEqual([
      'a',
      '␣',
      '⏎',
      '⇥',
      '␇',
      '◌\u0301',
      '·',
      '·',
      '?',
    ]);
    expect(['a', ' ', '\u2003', '😀'].map(isBlank)).toEqual([false, true, true, false]);
  });

  it('make words, in any script', () => {
    const symbols = [...'I am, naïve שלום e\u0301t\u00e9'];
    expect(wordsAmong(symbols, 100)).toEqual([
      { at: 102, word: 'am' },
      { at: 106, word: 'naïve' },
      { at: 112, word: 'שלום' },
      { at: 117, word: 'e\u0301t\u00e9' },
    ]);
  });
});
