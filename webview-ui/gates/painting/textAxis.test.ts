import { describe, expect, it } from 'vitest';
import * as axes from './textAxis';

const room = { symbols: 1000, width: 600 };
const letters = { from: 100, pixels: 12 };

describe('the axis of the text', () => {
  it('never leaves the text and never shows more than the whole of it', () => {
    expect(axes.keptInside({ from: -5, pixels: 12 }, room).from).toBe(0);
    expect(axes.keptInside({ from: 990, pixels: 12 }, room).from).toBe(950);
    expect(axes.keptInside({ from: 3, pixels: 0.001 }, room)).toEqual({ from: 0, pixels: 0.6 });
    expect(axes.keptInside({ from: 3, pixels: 500 }, room).pixels).toBe(axes.widestPixels);
  });

  it('leaves a short text at the left in columns of single characters', () => {
    expect(axes.wholeText({ symbols: 10, width: 600 })).toEqual({ from: 0, pixels: axes.characterPixels });
  });

  it('zooms about a pixel: the symbol under it stays under it', () => {
    for (const factor of [0.3, 0.9, 1.5]) {
      const zoomed = axes.zoomedAbout(letters, factor, 240, room);
      expect(zoomed.from + 240 / zoomed.pixels).toBeCloseTo(120, 9);
    }
  });

  it('zooms about the chosen symbol, and about the middle where that is out of view', () => {
    const about = axes.zoomedBy(letters, 0.5, 110, room);
    expect(axes.pixelOf(about, 110.5)).toBeCloseTo(axes.pixelOf(letters, 110.5), 9);
    const middle = axes.zoomedBy(letters, 0.5, 700, room);
    expect(axes.pixelOf(middle, 125)).toBeCloseTo(300, 9);
  });

  it('scrolls by pixels', () => {
    expect(axes.scrolledBy(letters, 30, room).from).toBe(102.5);
    expect(axes.scrolledBy(letters, -1e6, room).from).toBe(0);
  });

  it('follows a step out of view by as little as it takes, and a leap by putting it into the middle', () => {
    expect(axes.showing(letters, 120, room)).toEqual(letters);
    expect(axes.showing(letters, 150, room).from).toBe(105);
    expect(axes.showing(letters, 99, room).from).toBe(95);
    expect(axes.showing(letters, 500, room).from).toBe(475);
  });

  it('knows the symbols in view and the symbol under a pixel', () => {
    expect(axes.inView(letters, room)).toEqual({ from: 100, to: 150 });
    expect(axes.inView({ from: 100.5, pixels: 12 }, room)).toEqual({ from: 100, to: 151 });
    expect(axes.symbolAt(letters, 25, room)).toBe(102);
    expect(axes.symbolAt(letters, -9999, room)).toBe(0);
    expect(axes.symbolAt(letters, 99999, room)).toBe(999);
  });

  it('joins as many symbols as make a column one to two pixels wide', () => {
    expect([12, 1, 0.9, 0.5, 0.49, 1 / 64].map((pixels) => axes.symbolsAColumn({ from: 0, pixels }))).toEqual([
      1, 1, 2, 2, 4, 64,
    ]);
    for (const pixels of [0.99, 0.3, 0.0123]) {
      const wide = pixels * axes.symbolsAColumn({ from: 0, pixels });
      expect(wide).toBeGreaterThanOrEqual(1);
      expect(wide).toBeLessThan(2);
    }
  });

  it('goes to single characters at the chosen symbol, and to the whole text', () => {
    const whole = axes.zoomedTo(letters, 'whole', 500, room);
    expect(axes.inView(whole, room)).toEqual({ from: 0, to: 1000 });
    const near = axes.zoomedTo(whole, 'characters', 500, room);
    expect(near.pixels).toBe(axes.characterPixels);
    expect(axes.pixelOf(near, 500)).toBeGreaterThan(0);
    expect(axes.pixelOf(near, 500)).toBeLessThan(room.width);
  });
});

describe('a symbol whose consequences are looked at', () => {
  it('stays where it is in the left half, and is brought near the left edge from elsewhere', () => {
    expect(axes.leading(letters, 120, room)).toBe(letters);
    expect(axes.leading(letters, 140, room).from).toBe(130);
    expect(axes.leading(letters, 90, room).from).toBe(80);
    expect(axes.leading(letters, 999, room).from).toBe(950);
  });
});
