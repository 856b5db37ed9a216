import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeCell } from '../../src/runs/ownCellFiles';
import { extension, inWorkspace, runOf, unroll, until } from './support';

const command = (id: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`unroll.${id}`, ...args);

/** A short training of a cell of one's own below a Jordan layer, with the regulariser. */
async function writeExperiment(): Promise<vscode.Uri> {
  await writeFile(inWorkspace('own.txt'), 'CCECFCTEEFETFFTT'.repeat(60));
  const layers = [
    { cell: 'own', file: 'my-cell.ts', units: 7 },
    { cell: 'jordan', units: 6 },
  ];
  const training = { batch: 4, window: 8, steps: 6, regulariser: { coefficient: 1 } };
  const experiment = { data: { path: 'own.txt' }, model: { input: 'one-hot', layers }, training };
  const path = inWorkspace('own.unroll.json');
  await writeFile(path, JSON.stringify(experiment));
  return vscode.Uri.file(path);
}

describe("a cell of one's own", () => {
  before(() => writeCell(inWorkspace('my-cell.ts'), extension().extensionPath));
  after(async () => {
    await command('closeLens');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is checked against finite differences, parameter by parameter', async () => {
    const { lab } = await unroll();
    const { parameters } = await lab.inspector.call('checkCell', { path: inWorkspace('my-cell.ts') });
    assert.deepEqual(parameters.map(({ name, isRight }) => [name, isRight]).slice(0, 3), [
      ['W', true],
      ['U', true],
      ['b', true],
    ]);
  });

  it('says where it is wrong', async () => {
    const { lab } = await unroll();
    const path = inWorkspace('wrong-cell.ts');
    await writeFile(
      path,
      'export const parameters = () => ({ W: [2, 2] });\nexport function step() {\n  return nothing;\n}\n',
    );
    await assert.rejects(lab.inspector.call('checkCell', { path }), /wrong-cell\.ts:3/);
  });

  it('trains beside other cells, its source frozen in the run, and is looked through with its own quantities', async () => {
    const { lab } = await unroll();
    await command('train', await writeExperiment());
    const run = await runOf('own', ({ record }) => record?.state === 'finished');
    assert.equal(run.record?.step, 6);
    assert.ok(existsSync(join(run.directory, 'my-cell.ts')), 'no source in the run');
    await command('lookThrough', run.directory, 'last');
    const { document } = await until('the text', () =>
      vscode.window.visibleTextEditors.find((each) => each.document.fileName.endsWith('own.txt')),
    );
    const hover = await until('a hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(0, 100),
      );
      return hovers.flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value))[0];
    });
    for (const name of ['forget', 'candidate']) assert.match(hover, new RegExp(name));
    assert.deepEqual(
      lab.lens.current?.description.layers.map(({ cell }) => cell),
      ['own', 'jordan'],
    );
  });
});
