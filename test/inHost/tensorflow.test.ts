import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { extension, runOf, unroll, writeLongExperiment } from './support';

const command = (id: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`unroll.${id}`, ...args);
const settings = () => vscode.workspace.getConfiguration('unroll');

/** What `npm test` has installed into the clone is the folder that a person names. */
const prepared = (): string => join(extension().extensionPath, '.tensorflow', 'installed');

describe('native TensorFlow', function () {
  this.timeout(180_000);

  before(function () {
    if (!existsSync(join(prepared(), 'manifest.json'))) this.skip();
  });
  after(async () => {
    await settings().update('engine', undefined, vscode.ConfigurationTarget.Global);
  });

  it('is installed from a folder into the storage of the extension', async () => {
    await command('installTensorflow', resolve(prepared()));
    const { lab } = await unroll();
    const files = await readdir(join(lab.context.globalStorageUri.fsPath, 'tensorflow', 'installed'));
    assert.ok(files.includes('manifest.json') && files.includes('tfjs_binding.node'), files.join(', '));
    const engines = await lab.inspector.call('describeEngines', {});
    assert.equal(engines.find(({ name }) => name === 'tensorflow')?.isAvailable, true);
  });

  it('trains a session whose record names it', async () => {
    await settings().update('engine', 'tensorflow', vscode.ConfigurationTarget.Global);
    await command('train', await writeLongExperiment('native'));
    const run = await runOf('native', (each) => each.state === 'running' && (each.record?.step ?? 0) > 2);
    assert.equal(run.record?.engine.name, 'tensorflow');
    await command('stopRun', run.directory);
    await runOf('native', (each) => each.state === 'stopped');
  });

  it('is removed, and a run that it began goes on with the embedded engine', async () => {
    await command('removeTensorflow');
    const { lab } = await unroll();
    assert.equal(existsSync(join(lab.context.globalStorageUri.fsPath, 'tensorflow')), false);
    const stopped = await runOf('native', (each) => each.state === 'stopped');
    await command('resumeRun', stopped.directory);
    const run = await runOf('native', (each) => (each.record?.step ?? 0) > (stopped.record?.step ?? 0) + 2);
    assert.equal(run.record?.engine.name, 'embedded');
    assert.match(run.record?.engine.reason ?? '', /not installed/);
    await command('stopRun', run.directory);
    await runOf('native', (each) => each.state === 'stopped');
  });
});
