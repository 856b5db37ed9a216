import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addonProblem, platformOf } from '../scripts/kernels/binary.mjs';
import { kernelsDirectory } from '../src/engine/kernels/kernelFiles';

/** The first bytes of a shared library, and what an add-on's symbols say. */
function library(numbers: [offset: number, value: number, bytes: number][], text = 'napi_register_module_v1'): Buffer {
  const content = Buffer.concat([Buffer.alloc(128), Buffer.from(text)]);
  for (const [offset, value, bytes] of numbers) content.writeUIntLE(value, offset, bytes);
  return content;
}

const elf = (machine: number, text?: string) =>
  library(
    [
      [0, 0x464c457f, 4],
      [18, machine, 2],
    ],
    text,
  );
const macho = (processor: number) =>
  library([
    [0, 0xfeedfacf, 4],
    [4, processor, 4],
  ]);
const pe = (machine: number, text?: string) =>
  library(
    [
      [0, 0x5a4d, 2],
      [60, 100, 4],
      [100, 0x4550, 4],
      [104, machine, 2],
    ],
    text,
  );

it('the platform of a shared library is what its header says', () => {
  expect(platformOf(elf(0x3e))).toBe('linux-x64');
  expect(platformOf(elf(0xb7))).toBe('linux-arm64');
  expect(platformOf(macho(0x1000007))).toBe('darwin-x64');
  expect(platformOf(macho(0x100000c))).toBe('darwin-arm64');
  expect(platformOf(pe(0x8664))).toBe('win32-x64');
  expect(platformOf(Buffer.alloc(200))).toBeUndefined();
  expect(platformOf(Buffer.from('MZ'))).toBeUndefined();
});

it('an add-on that cannot work everywhere on its platform is found out', () => {
  expect(addonProblem(elf(0x3e), 'linux-x64')).toBeUndefined();
  expect(addonProblem(elf(0x3e), 'linux-arm64')).toContain('for linux-x64 and not for linux-arm64');
  expect(addonProblem(elf(0x3e, 'nothing'), 'linux-x64')).toContain('napi_register_module_v1');
  expect(addonProblem(elf(0x3e, 'napi_register_module_v1 GLIBC_2.2.5 GLIBC_2.34'), 'linux-x64')).toContain('2.34');
  expect(addonProblem(pe(0x8664, 'napi_register_module_v1 NODE.EXE '), 'win32-x64')).toContain('node.exe');
});

const { files } = JSON.parse(readFileSync(join(kernelsDirectory(), 'manifest.json'), 'utf8')) as {
  files: Record<string, string>;
};

it.runIf(files['native.node'])('the add-on that was built here is for this platform', () => {
  const content = readFileSync(join(kernelsDirectory(), 'native.node'));
  expect(platformOf(content)).toBe(`${process.platform}-${process.arch}`);
});
