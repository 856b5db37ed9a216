import { describe, expect, it, vi } from 'vitest';
import type { ColourBy, LensLayer } from '../../protocol/lens';
import { colourMeaning, legend, quantityName } from './lensWords';
import { scaleOf, type Coloured } from './scale';

vi.mock('vscode', () => ({
  l10n: { t: (text: string, ...words: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(words[+at])) },
}));

const lstm: LensLayer = { cell: 'lstm', units: 2, quantities: ['forget', 'candidate', 'c', 'h'] };
const own: LensLayer = { cell: 'own', units: 2, quantities: ['forget', 'candidate', 'h'], gates: [] };
const lens = (layer: LensLayer, more: Partial<Coloured> = {}): Coloured => ({
  layers: [layer],
  vocabulary: Array(65).fill('a'),
  ...more,
});
const of = (quantity: string): ColourBy => ({ kind: 'quantity', layer: 0, quantity });
const shown = (by: ColourBy, on: Coloured): string => legend(by, on, scaleOf(by, on, 3));

describe('what colours a text', () => {
  it('is said of a cell that the lab knows by what it does', () => {
    expect(colourMeaning(of('forget'), lens(lstm))).toBe('Share of its memory each unit keeps.');
    expect(colourMeaning(of('c'), lens(lstm))).toBe('What each unit remembers. Numbers below zero have a dotted line.');
    expect(shown(of('forget'), lens(lstm))).toBe('Forget gate, mean 0 ░▒▓█ 1');
    expect(quantityName('forget', lstm, 'pytorch')).toBe('forget f');
  });

  it('is claimed nothing of where a person’s own cell has a quantity of such a name', () => {
    const words = 'A quantity of your own cell, by the name that it has there. Numbers below zero have a dotted line.';
    for (const name of ['forget', 'candidate', 'update']) {
      expect(colourMeaning(of(name), lens(own))).toBe(words);
      expect(shown(of(name), lens(own))).toBe(`${name}, mean 0 ░▒▓█ ±3`);
      expect(quantityName(name, own, 'pytorch')).toBe(name);
    }
  });

  it('is a gate where the file of an own cell says so', () => {
    const gated = { ...own, gates: ['forget'] };
    expect(shown(of('forget'), lens(gated))).toBe('forget, mean 0 ░▒▓█ 1');
    expect(colourMeaning(of('forget'), lens(gated))).toBe('A gate of your own cell, by the name that it has there.');
  });

  it('has words though another lens has no such layer', () => {
    expect(shown({ kind: 'quantity', layer: 3, quantity: 'forget' }, { layers: [], vocabulary: [] })).toContain(
      'forget',
    );
  });

  it('as surprise tells what its strongest colour stands for', () => {
    const surprise: ColourBy = { kind: 'surprise' };
    expect(shown(surprise, lens(lstm))).toBe('Surprise 0 ░▒▓█ 4.17 nats (ln 65)');
    expect(shown(surprise, lens(lstm, { unigram: 3.32 }))).toBe('Surprise 0 ░▒▓█ 3.32 nats (unigram)');
    expect(colourMeaning(surprise, lens(lstm))).toContain('what it costs to know nothing.');
    expect(colourMeaning(surprise, lens(lstm, { unigram: 3.32 }))).toContain('how often each character comes.');
  });
});
