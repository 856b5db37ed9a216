import * as assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { startStopwatch, type Duration } from '../../src/host/stopwatch';
import { extension, measured, unroll } from './support';

interface Manifest {
  contributes: {
    commands: { command: string; enablement?: string }[];
    views: { unroll: { id: string }[] };
    colors: { id: string }[];
  };
}

const manifest = (): Manifest => extension().packageJSON as Manifest;

const bundlePath = (): string => join(extension().extensionPath, 'dist', 'extension.cjs');

/** Loads a copy of the bundle, as VS Code did with the original; a copy, because V8 keeps what it has compiled. */
async function loadBundle(): Promise<Duration> {
  const copy = join(dirname(bundlePath()), `copy-${Date.now()}.cjs`);
  await writeFile(copy, `${await readFile(bundlePath(), 'utf8')}\n// ${copy}`);
  const stopwatch = startStopwatch();
  createRequire(copy)(copy);
  const duration = stopwatch();
  await rm(copy);
  return duration;
}

describe('activation', () => {
  it('loads the code and runs activate() only when it is needed', async () => {
    assert.equal(extension().isActive, false, 'an empty folder activates nothing');
    const { activation } = await unroll();
    const loading = await loadBundle();
    assert.equal(extension().isActive, true);
    measured['activation, ms'] = loading.wallMs + activation.wallMs;
  });

  it('loads no engine code into the editor', async () => {
    const bundle = await readFile(bundlePath(), 'utf8');
    assert.doesNotMatch(bundle, /@tensorflow|tfjs-|registerKernel/);
  });

  it('registers the commands that the manifest has, and no others', async () => {
    const contributed = manifest().contributes.commands.map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter((id) => /^unroll\.[a-zA-Z]+$/.test(id));
    const ofViews = manifest().contributes.views.unroll.map(({ id }) => id);
    assert.deepEqual(registered.filter((id) => !ofViews.includes(id)).sort(), contributed.sort());
  });

  it('offers no command that sets something going where there is nothing to do it with', () => {
    const always = manifest()
      .contributes.commands.filter(({ enablement }) => !enablement)
      .map(({ command }) => command);
    assert.deepEqual(always.sort(), ['unroll.chooseEngine', 'unroll.showLog']);
  });

  it('contributes the five colours', () => {
    const ids = manifest().contributes.colors.map(({ id }) => id);
    assert.deepEqual(
      ids.sort(),
      ['alarm', 'gradient', 'state', 'training', 'validation'].map((id) => `unroll.${id}`),
    );
  });
});
