import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ListedRun } from '../../src/runs/listRuns';
import { startTrainer } from '../../src/runs/startTrainer';
import { measured, extension, runOf, unroll, until, writeLongExperiment } from './support';
import { watchEventLoop } from './watchEventLoop';

const command = (id: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`unroll.${id}`, ...args);
const step = (run: ListedRun): number => run.record?.step ?? 0;

/** What the tree says of a run: its description, and the words for its menus. */
async function row(directory: string): Promise<{ description: string; context: string }> {
  const { views } = await unroll();
  for (const experiment of await views.experiments.getChildren())
    for (const node of await views.experiments.getChildren(experiment))
      if (node.id === directory) {
        const item = await views.experiments.getTreeItem(node);
        return { description: String(item.description), context: item.contextValue ?? '' };
      }
  return { description: '', context: '' };
}

const panelTabs = (): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('unroll.training'));

describe('a session', () => {
  let run: ListedRun;

  it('starts in its own process and opens its panel', async () => {
    const experiment = await writeLongExperiment('endless');
    const startedAt = performance.now();
    await command('train', experiment);
    measured['Train until the panel opens, ms'] = performance.now() - startedAt;
    run = await runOf('endless', (each) => each.state === 'running' && step(each) > 0);
    assert.notEqual(run.record?.processId, process.pid);
    const [tab, ...others] = await until('the panel', async () => (panelTabs().length > 0 ? panelTabs() : undefined));
    assert.equal(tab?.label, 'endless, run 1');
    assert.deepEqual(others, []);
  });

  it('is shown in the tree as running, with its menus', async () => {
    const { description, context } = await row(run.directory);
    assert.match(description, /%.* · \d\.\d\d$/);
    assert.match(context, /^run running .*hasCheckpoint/);
  });

  it('leaves the extension host its turns', async () => {
    const stop = watchEventLoop();
    const first = step(run);
    await until('500 more steps', () => runOf('endless', (each) => step(each) > first + 500), 60_000);
    const { wallMs, busyMs } = stop();
    assert.ok(busyMs < 500, `${busyMs} ms`);
    measured['longest turn of the host while training, processor ms'] = busyMs;
    measured['the same by the clock, ms'] = wallMs;
  });

  it('pauses, takes single steps, changes its learning rate and goes on', async () => {
    await command('pauseRun', run.directory);
    const paused = await runOf('endless', (each) => each.state === 'paused');
    await command('stepOnce', run.directory);
    const stepped = await runOf('endless', (each) => step(each) === step(paused) + 1);
    assert.equal(stepped.state, 'paused');
    await command('setLearningRate', run.directory, 0.0005);
    await runOf('endless', (each) => each.record?.learningRate === 0.0005);
    await command('resumeRun', run.directory);
    await runOf('endless', (each) => each.state === 'running' && step(each) > step(stepped));
  });

  it('stops with a checkpoint, from which it is resumed in a new process', async () => {
    await command('stopRun', run.directory);
    const stopped = await runOf('endless', (each) => each.state === 'stopped');
    assert.equal(stopped.record?.checkpoints.at(-1)?.step, step(stopped));
    assert.match((await row(run.directory)).context, /isResumable/);
    await command('resumeRun', run.directory);
    const resumed = await runOf('endless', (each) => each.state === 'running' && step(each) > step(stopped));
    assert.notEqual(resumed.record?.processId, stopped.record?.processId);
  });

  it('that is killed is shown as interrupted within three seconds', async () => {
    const { record } = await runOf('endless', (each) => each.state === 'running');
    process.kill(record!.processId, 'SIGKILL');
    const killedAt = performance.now();
    await until('"interrupted" in the tree', async () =>
      (await row(run.directory)).description.startsWith('interrupted at'),
    );
    const seenMs = performance.now() - killedAt;
    measured['killed session shown as interrupted, ms'] = seenMs;
    assert.ok(seenMs < 3000, `${seenMs} ms`);
  });

  it('does not hinder a second one of the same experiment', async () => {
    const { lab } = await unroll();
    const experiment = lab.experiments.all().find(({ name }) => name === 'endless')!;
    await command('train', vscode.Uri.file(experiment.path));
    await command('train', vscode.Uri.file(experiment.path));
    await until('two live runs', () => lab.runs.live().length === 2);
    for (const live of lab.runs.live()) await command('stopRun', live.directory);
    await until('none', () => lab.runs.live().length === 0);
  });

  it('that somebody else started, in a terminal say, appears by itself', async () => {
    const script = join(extension().extensionPath, 'dist', 'trainer.cjs');
    const experimentPath = (await writeLongExperiment('elsewhere')).fsPath;
    await startTrainer(script, { experimentPath, engine: 'embedded', kernels: 'auto' });
    const found = await runOf('elsewhere', (each) => each.state === 'running' && step(each) > 0);
    await command('stopRun', found.directory);
    await runOf('elsewhere', (each) => each.state === 'stopped');
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
});
