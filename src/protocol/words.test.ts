import { afterEach, describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatLearningRate,
  formatLoss,
  formatNorm,
  formatPercent,
  formatPowerOfTen,
  formatSignificant,
  formatStepDuration,
  formatTimeLeft,
  useLanguage,
} from './words';

describe('numbers in words', () => {
  afterEach(() => useLanguage('en'));

  it('sets thousands of steps and positions apart', () => {
    expect(formatCount(55768)).toBe('55,768');
    expect(formatCount(999)).toBe('999');
  });

  it('writes a minus as U+2212', () => {
    expect(formatLoss(-1.5)).toBe('\u22121.50');
    expect(formatCount(-1000)).toBe('\u22121,000');
  });

  it('gives a loss two decimals in charts and three in lists', () => {
    expect(formatLoss(1.7934)).toBe('1.79');
    expect(formatLoss(1.7934, 3)).toBe('1.793');
  });

  it('writes a loss that has run away as shortly as it can', () => {
    expect(formatLoss(8330.15)).toBe('8,330');
    expect(formatLoss(1.2e9)).toBe('1.2 × 10⁹');
    expect(formatCompact(40_000)).toBe('40K');
  });

  it('names numbers that are not finite', () => {
    expect(formatLoss(NaN)).toBe('NaN');
    expect(formatNorm(Infinity)).toBe('∞');
    expect(formatNorm(-Infinity)).toBe('−∞');
  });

  it('writes norms with two decimals, and with a power of ten where those would say nothing', () => {
    expect(formatNorm(0.34)).toBe('0.34');
    expect(formatNorm(0.01)).toBe('0.01');
    expect(formatNorm(0.00027)).toBe('2.7 × 10⁻⁴');
    expect(formatNorm(0.000999)).toBe('1.0 × 10⁻³');
    expect(formatNorm(0)).toBe('0.00');
    expect(formatNorm(1234.5)).toBe('1,235');
    expect(formatNorm(3.21e12)).toBe('3.2 × 10¹²');
  });

  it('writes a power of ten with superscripts', () => {
    expect(formatPowerOfTen(-12)).toBe('10⁻¹²');
    expect(formatPowerOfTen(4)).toBe('10⁴');
    expect(formatPowerOfTen(0)).toBe('1');
  });

  it('rounds a speed to few digits and writes it out', () => {
    expect(formatSignificant(178342, 2)).toBe('180,000');
    expect(formatSignificant(178342)).toBe('178,000');
  });

  it('keeps learning rates as people type them', () => {
    expect(formatLearningRate(0.002)).toBe('0.002');
    expect(formatLearningRate(0.0005)).toBe('0.0005');
    expect(formatLearningRate(0.000025)).toBe('2.5 × 10⁻⁵');
  });

  it('writes percent without decimals, one digit below one, and a limit where nothing is left', () => {
    expect(formatPercent(0.02)).toBe('2\u00a0%');
    expect(formatPercent(0.345, 1)).toBe('34.5\u00a0%');
    expect(formatPercent(0.00038)).toBe('0.04\u00a0%');
    expect(formatPercent(0.0000999)).toBe('0.01\u00a0%');
    expect(formatPercent(1e-9)).toBe('under 0.01\u00a0%');
    expect(formatPercent(0)).toBe('0\u00a0%');
    expect(formatPercent(1)).toBe('100\u00a0%');
  });

  it('never counts seconds beyond two minutes', () => {
    expect(formatDuration(16_200)).toBe('16 s');
    expect(formatDuration(119_000)).toBe('119 s');
    expect(formatDuration(119_999)).toBe('2 min');
    expect(formatDuration(240_000)).toBe('4 min');
    expect(formatDuration(3 * 3600_000)).toBe('3 h');
    expect(formatDuration(72 * 3600_000)).toBe('3 days');
    expect(formatTimeLeft(240_000)).toBe('4 min left');
  });

  it('writes the duration of a step and the size of a file', () => {
    expect(formatStepDuration(11.37)).toBe('11.4 ms');
    expect(formatStepDuration(123.4)).toBe('123 ms');
    expect(formatStepDuration(1234)).toBe('1.2 s');
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(999_600)).toBe('1.0 MB');
    expect(formatBytes(1_215_000)).toBe('1.2 MB');
    expect(formatBytes(404_000_000)).toBe('404 MB');
  });

  it('follows the language of the texts, and stays English where Intl does not know it', () => {
    useLanguage('es');
    expect(formatLoss(1.5)).toBe('1,50');
    expect(formatCount(55768)).toBe('55.768');
    useLanguage('xx-nowhere');
    expect(formatCount(55768)).toBe('55,768');
  });
});
