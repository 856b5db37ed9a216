import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { inWorkspace, unroll, until } from './support';

describe('Add Sample', () => {
  it('writes Four Letters with its experiment and opens it', async () => {
    await vscode.commands.executeCommand('unroll.addSample', 'four-letters');
    assert.match(await readFile(inWorkspace('four-letters.txt'), 'utf8'), /^[CEFT]{1000,}\s*$/);
    const open = vscode.window.activeTextEditor?.document;
    assert.equal(open?.fileName, inWorkspace('four-letters.unroll.json'));
    assert.equal(open.languageId, 'jsonc');
  });

  it('writes Moby Dick as one book', async () => {
    await vscode.commands.executeCommand('unroll.addSample', 'moby-dick');
    assert.ok((await stat(inWorkspace('moby-dick.txt'))).size > 1_100_000);
    assert.ok(existsSync(inWorkspace('moby-dick.unroll.json')));
  });

  it('uses what is there the second time', async () => {
    await vscode.commands.executeCommand('unroll.addSample', 'four-letters');
    assert.equal(existsSync(inWorkspace('four-letters-2.unroll.json')), false);
  });

  it('shows the experiments in the tree, each with its model', async () => {
    const { views } = await unroll();
    const nodes = await views.experiments.getChildren();
    const items = await Promise.all(nodes.map((node) => views.experiments.getTreeItem(node)));
    assert.deepEqual(
      items.map((item) => item.label),
      ['four-letters', 'moby-dick'],
    );
    assert.match(String(items[1]?.description), /^LSTM, 128 units$/);
  });

  it('lists the texts with their number of characters', async () => {
    const { views } = await unroll();
    const nodes = await views.datasets.getChildren();
    assert.equal(nodes.length, 2);
    await until('the number of characters', async () => {
      const items = await Promise.all(nodes.map((node) => views.datasets.getTreeItem(node)));
      const [letters, book] = items.map((item) => String(item.description));
      return letters === '8,000 characters' && book === '1.2\u00a0M characters';
    });
  });
});
