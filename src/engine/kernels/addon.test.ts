import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kernelsDirectory } from './kernelFiles';
import type { Addon } from './nativeKernels';
import { probes } from './probes';

const path = join(kernelsDirectory(), 'native.node');

describe.runIf(existsSync(path))('the add-on refuses what it cannot use', () => {
  const addon: Addon = existsSync(path) ? probes.loadAddon(path) : (undefined as never);
  const listed = addon?.functions() ?? [];
  const place = (name: string) => listed.indexOf(name) / 2;
  /** Calls as JavaScript could, whatever TypeScript says. */
  const loosely = (name: keyof Addon, ...parameters: unknown[]) =>
    (addon[name] as (...all: unknown[]) => unknown)(...parameters);

  it.each([[], ['x'], [{}], [[]], [new Uint8Array(4)], [new SharedArrayBuffer(8)]])(
    'an address of %o',
    (...parameters) => expect(() => loosely('address', ...parameters)).toThrow(TypeError),
  );

  it.each([
    [TypeError, []],
    [TypeError, ['0', 1, 0, 1]],
    [RangeError, [9, 1, 0, 1]],
    [RangeError, [3, 1, 0, 1]],
    [RangeError, [0, 0, 0, 1]],
    [RangeError, [0, 65, 0, 1]],
    [RangeError, [0, 1.5, 0, 1]],
    [RangeError, [0, 1, -1, 1]],
    [RangeError, [0, 1, 0, NaN]],
  ])('a start with %o: %o', (error, parameters) => expect(() => loosely('start', ...parameters)).toThrow(error));

  it('calls of teams and functions that are not there, or with other numbers than they take', () => {
    const team = addon.start(0, 1, 0, 1000);
    const bytes = place('network_bytes');
    const calls: [typeof Error, unknown[]][] = [
      [TypeError, []],
      [RangeError, [team + 1, bytes, 64, 1]],
      [RangeError, [-1, bytes, 64, 1]],
      [RangeError, [team, 1000, 64, 1]],
      [RangeError, [team, -1, 64, 1]],
      [TypeError, [team, bytes, 64]],
      [TypeError, [team, bytes, 64, 1, 1]],
      [TypeError, [team, bytes, '64', 1]],
      [TypeError, [team, bytes, 64, 64n]],
      [RangeError, [team, bytes, 0, 1]],
      [RangeError, [team, bytes, -64, 1]],
      [RangeError, [team, bytes, 2 ** 60, 1]],
      [RangeError, [team, bytes, NaN, 1]],
      [RangeError, [team, bytes, 64, 2 ** 31]],
      [RangeError, [team, bytes, 64, 0.5]],
      [TypeError, [team, bytes, ...new Array<number>(40).fill(1)]],
    ];
    for (const [error, parameters] of calls) expect(() => loosely('call', ...parameters)).toThrow(error);
    expect(addon.call(team, place('kernels_vector_length'))).toBeGreaterThanOrEqual(4);
    addon.stop(team);
    expect(() => addon.stop(team)).toThrow(RangeError);
    expect(() => addon.call(team, place('kernels_vector_length'))).toThrow(RangeError);
  });

  it('more teams than it can hold', () => {
    const teams: number[] = [];
    expect(() => {
      for (;;) teams.push(addon.start(0, 1, 0, 1000));
    }).toThrow(/too many teams/);
    for (const team of teams) addon.stop(team);
  });
});
