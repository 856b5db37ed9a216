import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extension, unroll } from './support';

interface Manifest {
  contributes: {
    commands: { command: string; enablement?: string }[];
    views: { unroll: { id: string }[] };
    colors: { id: string }[];
  };
}

const manifest = (): Manifest => extension().packageJSON as Manifest;

const bundlePath = (): string => join(extension().extensionPath, 'dist', 'extension.cjs');

/** Loads the bundle once more, as VS Code did, and answers how long that took. (Of its second life nothing is used.) */
function loadBundle(): number {
  const path = bundlePath();
  const load = createRequire(path);
  const loaded = load.cache[path];
  delete load.cache[path];
  const startedAt = performance.now();
  load(path);
  const durationMs = performance.now() - startedAt;
  load.cache[path] = loaded;
  return durationMs;
}

describe('activation', () => {
  it('takes less than 100 ms: to load the code, and to run activate()', async () => {
    assert.equal(extension().isActive, false, 'an empty folder activates nothing');
    const { activationMs } = await unroll();
    const loadingMs = Math.min(...[1, 2, 3].map(() => loadBundle()));
    console.log(`Activation: ${loadingMs.toFixed(0)} ms to load, ${activationMs.toFixed(0)} ms in activate()`);
    assert.ok(loadingMs + activationMs < 100, `${loadingMs} + ${activationMs} ms`);
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
