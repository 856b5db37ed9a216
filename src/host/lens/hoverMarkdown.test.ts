import { describe, expect, it, vi } from 'vitest';
import type { LensDescription, QuantityAtSymbol, SymbolTrace } from '../../protocol/lens';
import { hoverMarkdown, type HoverParts } from './hoverMarkdown';

vi.mock('vscode', () => ({
  l10n: { t: (text: string, ...words: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(words[+at])) },
}));

const quantity = (name: QuantityAtSymbol['quantity'], values: number[], ownMeans: number[]): QuantityAtSymbol => ({
  quantity: name,
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  values,
  ownMeans,
});

const symbol: SymbolTrace = {
  at: 7,
  offset: 9,
  length: 1,
  symbol: 'e',
  isUnknown: false,
  isApproximate: false,
  surprise: 1.06,
  next: [
    { symbol: ' ', probability: 0.4957, isTrue: true },
    { symbol: '`', probability: 0.1, isTrue: false },
  ],
  lossesAhead: 67,
  layers: [
    {
      quantities: [quantity('forget', [0.21, 0.9, 0.5], [0.8, 0.85, 0.5]), quantity('c', [-4, 2, 0.1], [0, 1, 0.1])],
      gradientH: 1.57,
      gradientC: 0.94,
    },
  ],
};

const lens: LensDescription = {
  id: '1',
  name: 'shakespeare-lstm',
  step: 1000,
  vocabulary: [],
  layers: [{ cell: 'lstm', units: 3, quantities: ['forget', 'c'] }],
  block: 64,
  dataPath: '/t.txt',
};

const parts: HoverParts = {
  lens,
  document: 'file:///t.txt',
  line: 35_688,
  column: 19,
  ink: '#35c4ae',
  axis: '#9d9d9d73',
  notation: 'pytorch',
  order: () => undefined,
};

/** The hover as it is read: entities as their characters, without pictures. */
const read = (changes: Partial<SymbolTrace> = {}, changedParts: Partial<HoverParts> = {}): string =>
  hoverMarkdown({ ...symbol, ...changes }, { ...parts, ...changedParts })
    .replace(/<img[^>]*>/g, '[picture]')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll('&nbsp;', '')
    .replaceAll('\u00a0', ' ');

describe('the hover of a character', () => {
  it('says where it is, how expected it was, and what is likeliest next', () => {
    const text = read();
    expect(text).toContain('<code>e</code> line 35,688, column 19 · *shakespeare-lstm, step 1,000*');
    expect(text).toContain('Surprise **1.06 nats** (1.53 bits): expected at 35 %');
    expect(text).toMatch(/Next <code>␣<\/code> \*\*50 % ✓\*\* +<code>`<\/code> 10 %/);
  });

  it('shows each quantity with its mean, all its units, and those furthest from their own average', () => {
    expect(read()).toContain('| forget f | 0.54 | [picture] | 0 ↓ 0.21, 1 ↑ 0.90 |');
    expect(read({}, { notation: 'goodfellow' })).toContain('| memory s | −0.63');
    expect(read()).toContain('| memory c | −0.63 | [picture] | 0 ↓ −4.00, 1 ↑ 2.00 |');
  });

  it('tells the gradients that arrive, and from how many losses', () => {
    expect(read()).toContain('‖dL/dh‖ **1.57** · ‖dL/dc‖ **0.94**, from the losses of the next 67 characters');
    expect(read({}, { notation: 'goodfellow' })).toContain('‖dL/ds‖ **0.94**');
    expect(read({ lossesAhead: 0 })).toContain('No losses follow');
  });

  it('marks what is approximate, number by number', () => {
    const text = read({ isApproximate: true });
    for (const about of ['**≈ 1.06 nats**', '**≈ 50 % ✓**', '| ≈ 0.54 |', '**≈ 1.57**']) expect(text).toContain(about);
    expect(read()).not.toContain('≈');
  });

  it('says what is missing at the ends of a text, and of a symbol outside the vocabulary', () => {
    expect(read({ surprise: undefined })).not.toMatch(/Surprise|Look back/);
    expect(read({ surprise: undefined, next: [] })).toContain('Nothing comes before or after it.');
    expect(read({ isUnknown: true })).toContain('Outside the vocabulary: not read');
    const open = { ...lens, vocabulary: ['a', ''] };
    expect(read({ isUnknown: true }, { lens: open })).toContain('Outside the vocabulary: read as unknown.');
  });

  it('keeps the order of units that the gates panel shows', () => {
    const picture = (order: number[] | undefined): string | undefined =>
      /base64,([^"]*)/.exec(hoverMarkdown(symbol, { ...parts, order: () => order }))?.[1];
    expect(picture([2, 1, 0])).not.toBe(picture(undefined));
    expect(picture([0, 1, 2])).toBe(picture(undefined));
    expect(picture([1, 0])).toBe(picture(undefined)); // of another model
  });

  it.each(['<', '`', '*', '|', '[', '&', '\n', '"', '\\'])('shows the symbol %j as text', (hostile) => {
    const next = [{ symbol: hostile, probability: 0.5, isTrue: true }];
    const markdown = hoverMarkdown({ ...symbol, symbol: hostile, next }, parts);
    for (const [, inside] of markdown.matchAll(/<code>(.*?)<\/code>/g)) expect(inside).toMatch(/^(&#\d+;)+$/);
    expect(markdown.match(/<code>/g)).toHaveLength(2);
  });

  it('runs nothing that a name of a lens says', () => {
    const name = '<img src=x onerror=alert(1)> [a](command:b) `c`';
    const markdown = hoverMarkdown(symbol, { ...parts, lens: { ...lens, name } });
    expect(markdown).not.toMatch(/onerror=|command:b|<img src/);
  });

  it('stays below the length at which VS Code cuts a hover, with eight layers of 512 units', () => {
    const values = Array.from({ length: 512 }, (_, unit) => Math.sin(unit));
    const names = ['forget', 'input', 'output', 'candidate', 'c', 'h'] as const;
    const layer = {
      quantities: names.map((name) =>
        quantity(
          name,
          values,
          values.map(() => 0),
        ),
      ),
      gradientH: 1,
    };
    const layers = Array.from({ length: 8 }, () => lens.layers[0]!);
    const deep = { ...symbol, layers: layers.map(() => layer) };
    expect(hoverMarkdown(deep, { ...parts, lens: { ...lens, layers } }).length).toBeLessThan(100_000);
  });
});

it('links to the gates panel, the look-back and the unit that stands out, with their places', () => {
  const found = [...hoverMarkdown(symbol, parts).matchAll(/\]\(command:([\w.]+)\?([^)]*)\)/g)];
  const place = { document: 'file:///t.txt', offset: 9 };
  expect(found.map(([, command, argument]) => [command, JSON.parse(decodeURIComponent(argument!))])).toEqual([
    ['unroll.openGatesPanel', [place]],
    ['unroll.lookBack', [place]],
    ['unroll.playGate', [place]],
    ['unroll.openGatesPanel', [{ ...place, layer: 0, quantity: 'forget', unit: 0 }]],
  ]);
});

it('offers to play where the symbol is read, with what can be set in the cell', () => {
  const title = (
    cell: 'lstm' | 'elman' | 'own',
    quantities: string[],
    isUnknown = false,
    vocabulary: string[] = [],
  ) => {
    const played = { ...lens, vocabulary, layers: [{ cell, units: 3, quantities }] };
    return /\[([^\]]*)\]\(command:unroll.playGate/.exec(
      hoverMarkdown({ ...symbol, isUnknown }, { ...parts, lens: played }),
    )?.[1];
  };
  expect(title('lstm', ['forget', 'c', 'h'])).toBe('Play with a gate');
  expect(title('elman', ['h'])).toBe('Play with another character');
  expect(title('own', ['forget', 'h'])).toBe('Play with another character'); // what its file returns cannot be set
  expect(title('lstm', ['forget', 'h'], true)).toBeUndefined();
  expect(title('lstm', ['forget', 'h'], true, ['a', ''])).toBe('Play with a gate');
});
