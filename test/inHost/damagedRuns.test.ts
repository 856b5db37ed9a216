import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inWorkspace, runOf, unroll, until } from './support';

const folder = (id: string): string => inWorkspace(join('.unroll', 'runs', id));

describe('damaged run folders', () => {
  before(async () => {
    await mkdir(folder('endless-8'), { recursive: true });
    await mkdir(folder('endless-9'), { recursive: true });
    await writeFile(join(folder('endless-9'), 'run.json'), '{"format":1,"id":"endl');
  });

  it('are listed with what is wrong, and the others work on', async () => {
    const { lab, views } = await unroll();
    const runs = await until('both damaged runs', () => {
      void vscode.commands.executeCommand('unroll.refresh');
      const found = lab.runs.all().filter((run) => run.state === 'damaged');
      return found.length === 2 && found;
    });
    assert.match(runs.map((run) => run.wrong).join(), /missing/);
    assert.match(runs.map((run) => run.wrong).join(), /torn/);
    const endless = (await views.experiments.getChildren()).find((node) => node.id.endsWith('endless.unroll.json'));
    const rows = await views.experiments.getChildren(endless);
    const items = await Promise.all(rows.map((row) => views.experiments.getTreeItem(row)));
    assert.ok(items.some((item) => String(item.description).startsWith('damaged')));
    assert.ok(items.some((item) => String(item.description).startsWith('stopped')));
  });

  it('with a torn checkpoint say which one it is', async () => {
    const stopped = await runOf(
      'endless',
      (run) => run.state === 'stopped' && (run.record?.checkpoints.length ?? 0) > 1,
    );
    const { file } = stopped.record!.checkpoints.at(-1)!;
    await truncate(join(stopped.directory, 'checkpoints', file), 100);
    await utimes(stopped.directory, new Date(), new Date());
    await vscode.commands.executeCommand('unroll.refresh');
    const torn = await runOf('endless', (run) => run.directory === stopped.directory && run.wrong !== undefined);
    assert.ok(torn.wrong?.includes(file), torn.wrong);
    const { views } = await unroll();
    const [endless] = (await views.experiments.getChildren()).filter((node) => node.id.endsWith('endless.unroll.json'));
    const row = (await views.experiments.getChildren(endless)).find((node) => node.id === stopped.directory);
    const rows = await views.experiments.getChildren(row);
    const item = await views.experiments.getTreeItem(rows.find((node) => node.id.endsWith(file))!);
    assert.match(String(item.tooltip), /is torn/);
  });

  it('with a torn newest checkpoint sample and are looked through from the one before, and say so', async () => {
    const { lab } = await unroll();
    const { directory, record } = await runOf('endless', (run) => run.wrong?.includes('is torn') === true);
    const { file } = record!.checkpoints.at(-1)!;
    const sampled = await lab.inspector.call('sampleRun', { directory, length: 5, temperature: 1 });
    assert.notEqual(sampled.file, file);
    assert.ok(sampled.passedOver?.includes(`The checkpoint ${file} is torn`), sampled.passedOver);
    await lab.lens.lookThrough({ directory, checkpoint: 'last' });
    assert.ok(lab.lens.trouble?.includes(`${sampled.file} is read instead.`), lab.lens.trouble);
    lab.lens.close();
  });

  it('can be deleted', async () => {
    const { lab } = await unroll();
    const { deleteRun } = await import('../../src/runs/deleteRun');
    await deleteRun(folder('endless-8'));
    assert.equal(existsSync(folder('endless-8')), false);
    await until('one damaged run left', () => lab.runs.all().filter((run) => run.state === 'damaged').length === 1);
  });
});
