import { describe, expect, it } from 'vitest';
import { crosses, placeNear } from './placeTexts';
import { spread } from './spread';

describe('labels beside lines', () => {
  it('stay where they are while there is room', () => {
    expect(spread([10, 50, 90], 14, 0, 100)).toEqual([10, 50, 90]);
  });

  it('move apart about their middle, in their order', () => {
    expect(spread([52, 50], 14, 0, 100)).toEqual([58, 44]);
    expect(spread([50, 50, 50], 14, 0, 100)).toEqual([36, 50, 64]);
  });

  it('push on what they come to touch', () => {
    const places = spread([50, 51, 62], 14, 0, 100);
    expect(places[1]! - places[0]!).toBeCloseTo(14);
    expect(places[2]! - places[1]!).toBeCloseTo(14);
    expect((places[0]! + places[1]! + places[2]!) / 3).toBeCloseTo((50 + 51 + 62) / 3);
  });

  it('stay inside', () => {
    expect(spread([98, 99], 14, 0, 100)).toEqual([86, 100]);
    expect(spread([-5, -4], 14, 0, 100)).toEqual([0, 14]);
  });
});

describe('texts near a line', () => {
  const area = { left: 0, top: 0, right: 200, bottom: 100 };
  const line = (height: (x: number) => number): { x: number; y: number }[] =>
    Array.from({ length: 21 }, (_, index) => ({ x: index * 10, y: height(index * 10) }));
  const size = { width: 40, height: 15 };

  it('stand above its right end', () => {
    expect(
      placeNear(
        line(() => 50),
        size,
        [],
        [],
        area,
      ),
    ).toEqual({ left: 160, top: 31, ...size });
  });

  it('stand below it where another line runs above', () => {
    const box = placeNear(
      line(() => 50),
      size,
      [line(() => 40)],
      [],
      area,
    );
    expect(box).toEqual({ left: 160, top: 54, ...size });
  });

  it('never touch a line, a text or the edge', () => {
    const lines = [line((x) => x / 2), line((x) => 100 - x / 2)];
    const taken = [{ left: 150, top: 0, width: 50, height: 30 }];
    const box = placeNear(lines[0]!, size, lines, taken, area)!;
    expect(lines.some((other) => crosses(other, box))).toBe(false);
    expect(box.left + box.width <= 150 || box.top >= 30).toBe(true);
  });

  it('are left out where there is no room', () => {
    expect(
      placeNear(
        line(() => 50),
        { width: 40, height: 60 },
        [],
        [],
        area,
      ),
    ).toBeUndefined();
  });
});
