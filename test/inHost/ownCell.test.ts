import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
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

  it('that loops for ever does not keep its session from being ended by Stop', async () => {
    const source = await readFile(inWorkspace('my-cell.ts'), 'utf8');
    await writeFile(inWorkspace('endless-cell.ts'), source.replace('  const [ofGate', '  for (;;) {}\n$&'));
    await writeFile(inWorkspace('loop.txt'), 'CCECFCTEEFETFFTT'.repeat(60));
    const model = { input: 'one-hot', layers: [{ cell: 'own', file: 'endless-cell.ts', units: 3 }] };
    const experiment = { data: { path: 'loop.txt' }, model, training: { batch: 2, window: 4 } };
    await writeFile(inWorkspace('loop.unroll.json'), JSON.stringify(experiment));
    await command('train', vscode.Uri.file(inWorkspace('loop.unroll.json')));
    const isInItsStep = (updatedAt = '') => Date.now() - Date.parse(updatedAt) > 3000; // and tells of nothing any more
    const run = await runOf('loop', ({ state, record }) => state === 'running' && isInItsStep(record?.updatedAt));
    const { showWarningMessage } = vscode.window;
    const asked: string[] = [];
    vscode.window.showWarningMessage = (async (question: string, ...answers: string[]) => {
      asked.push(question);
      return answers[0];
    }) as unknown as typeof showWarningMessage;
    try {
      await command('stopRun', run.directory);
    } finally {
      vscode.window.showWarningMessage = showWarningMessage;
    }
    assert.match(asked.join(), /loop, run 1 has not stopped yet/);
    await runOf('loop', ({ state }) => state === 'interrupted');
  });

  it('that loops for ever does not keep the inspector from being asked again', async () => {
    const { lab } = await unroll();
    const waiting = assert.rejects(lab.inspector.call('checkCell', { path: inWorkspace('endless-cell.ts') }));
    lab.inspector.restart();
    await waiting;
    assert.ok((await lab.inspector.call('checkCell', { path: inWorkspace('my-cell.ts') })).parameters.length > 0);
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
