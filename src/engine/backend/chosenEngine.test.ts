import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tensorflowVariable } from '../../protocol/tensorflow';
import { chosenEngine } from './chosenEngine';
import { startEngine } from './engine';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'unroll-chosen-'));
  vi.stubEnv(tensorflowVariable, directory);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

async function putManifest(files: object): Promise<void> {
  await mkdir(join(directory, 'installed'));
  await writeFile(join(directory, 'installed/manifest.json'), JSON.stringify({ format: 1, version: '2.21.0', files }));
}

describe('the automatic engine', () => {
  it('is the embedded one where native TensorFlow is not installed', async () => {
    expect(await chosenEngine('auto', true)).toBe('embedded');
  });

  it('is native TensorFlow where it is installed and tensor operations carry the model', async () => {
    await putManifest({});
    expect(await chosenEngine('auto', true)).toBe('tensorflow');
    expect(await chosenEngine('auto', false)).toBe('embedded');
  });

  it('gives way to what is asked for by name', async () => {
    await putManifest({});
    expect(await chosenEngine('embedded', true)).toBe('embedded');
    expect(await chosenEngine('tensorflow', false)).toBe('tensorflow');
  });
});

describe('the engine that starts', () => {
  it('is the embedded one with a sentence, where an installed file is damaged', async () => {
    await putManifest({ 'tfjs_binding.node': { bytes: 3, sha256: '' } });
    await writeFile(join(directory, 'installed/tfjs_binding.node'), 'ab');
    const record = await startEngine({ engine: 'auto', kernels: 'reference' });
    expect(record).toMatchObject({ name: 'embedded', backend: 'wasm' });
    expect(record.reason).toBe(
      'Native TensorFlow does not load here: its file tfjs_binding.node is damaged; install it again.',
    );
  });

  it('keeps its kernels where native TensorFlow is installed but kernels carry the model', async () => {
    await putManifest({});
    expect(await startEngine({ engine: 'auto', kernels: 'wasm-simd' })).toMatchObject({
      name: 'embedded',
      reason: undefined,
    });
  });

  it('says which command installs it, where it is asked for by name', async () => {
    const { reason } = await startEngine({ engine: 'tensorflow', kernels: 'reference' });
    expect(reason).toContain('"Install Native TensorFlow"');
  });
});
