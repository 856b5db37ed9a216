import { expect, it } from 'vitest';
import { machineOf } from './machine';

it('each machine that TensorFlow is made for has its libraries and its wheel', () => {
  expect(machineOf('linux-x64', '2.31')).toMatchObject({ wheel: { project: 'tensorflow-cpu' } });
  expect(machineOf('linux-arm64', '2.27').wheel.tags).toContain('manylinux_2_17_aarch64');
  expect(machineOf('darwin-arm64', undefined).libraries[0]).toBe('libtensorflow_cc.2.dylib');
});

it('a machine that it is not made for is named', () => {
  expect(() => machineOf('win32-x64', undefined)).toThrow('There is no native TensorFlow for this machine (win32-x64)');
});

it('another C library than that of GNU, or too old a one, is refused before anything is fetched', () => {
  expect(() => machineOf('linux-x64', undefined)).toThrow('needs the GNU C library, and this machine has another one');
  expect(() => machineOf('linux-x64', '2.17')).toThrow(
    'needs the GNU C library 2.27 or newer, and this machine has 2.17',
  );
});
