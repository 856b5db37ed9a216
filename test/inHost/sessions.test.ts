import * as assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { ListedRun } from '../../src/runs/listRuns';
import { runOf, unroll, until, writeLongExperiment } from './support';

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

  it('starts in its own process in under two seconds and opens its panel', async () => {
    const experiment = await writeLongExperiment('endless');
    const startedAt = performance.now();
    await command('train', experiment);
    const startMs = performance.now() - startedAt;
    run = await runOf('endless', (each) => each.state === 'running' && step(each) > 0);
    console.log(`Session started in ${startMs.toFixed(0)} ms`);
    assert.notEqual(run.record?.processId, process.pid);
    assert.equal(panelTabs().length, 1);
    assert.equal(panelTabs()[0]?.label, 'endless, run 1');
    assert.ok(startMs < 2000, `${startMs} ms`);
  });

  it('is shown in the tree as running, with its menus', async () => {
    const { description, context } = await row(run.directory);
    assert.match(description, /%.* · \d\.\d\d$/);
    assert.match(context, /^run running .*hasCheckpoint/);
  });

  it('never holds up the extension host for 50 ms', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const first = step(run);
    await until('500 more steps', () => runOf('endless', (each) => step(each) > first + 500), 60_000);
    delay.disable();
    const worstMs = delay.max / 1e6 - 5;
    console.log(`Event loop: at most ${worstMs.toFixed(1)} ms late while training`);
    assert.ok(worstMs < 50, `${worstMs} ms`);
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
    console.log(`Interrupted seen after ${seenMs.toFixed(0)} ms`);
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

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
});
