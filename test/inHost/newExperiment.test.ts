import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { experimentText } from '../../src/host/newExperiment/experimentText';
import { nameProblem, newName } from '../../src/host/newExperiment/newName';
import { parseExperiment } from '../../src/protocol/parseExperiment';
import { Questions } from './questions';
import { inWorkspace, unroll, until, workspaceFolder } from './support';

const network = 'Which network?';
const units = 'How many hidden units';
const layers = 'How many layers';
const name = 'Name of the experiment';
const lstmOptions = ['candidate: ', 'peephole: '];

const newFrom = (text: string): Thenable<unknown> =>
  vscode.commands.executeCommand('unroll.newExperiment', vscode.Uri.file(inWorkspace(text)));

const preview = () => until('the preview of the draft', async () => (await unroll()).lab.previews.draft);

const written = (): ReturnType<typeof parseExperiment> =>
  parseExperiment(vscode.window.activeTextEditor!.document.getText());

describe('New Experiment', () => {
  let questions: Questions;
  before(() => (questions = new Questions()));
  after(async () => {
    questions.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('takes a name that is free', () => {
    assert.equal(newName(workspaceFolder(), 'moby-dick.txt', 'gru'), 'moby-dick-gru');
    assert.match(nameProblem(workspaceFolder(), 'moby-dick') ?? '', /is there already/);
    assert.match(nameProblem(workspaceFolder(), 'a/b') ?? '', /name of a file/);
    assert.equal(nameProblem(workspaceFolder(), 'sea'), undefined);
  });

  it('asks for network, units, layers and name, shows a preview, then writes and opens the experiment', async () => {
    const finished = newFrom('moby-dick.txt');
    for (const question of [network, ...lstmOptions, units, layers, name])
      await (await questions.at(question)).accept();
    const draft = await preview();
    assert.equal(existsSync(inWorkspace('moby-dick-lstm.unroll.json')), false, 'written before the preview');
    await draft.receive({ type: 'create' });
    await finished;
    const { lab } = await unroll();
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.fileName, inWorkspace('moby-dick-lstm.unroll.json'));
    const found = await lab.inspector.call('checkExperiment', { path: document.fileName, text: document.getText() });
    assert.deepEqual(found.problems, []);
    const text = experimentText({ dataPath: 'moby-dick.txt', layers: [{ cell: 'lstm', units: 128 }] });
    assert.equal(document.getText(), text);
  });

  it('shows each network with its sentence and its picture', async () => {
    const finished = newFrom('moby-dick.txt');
    const { items, labels, accept } = await questions.at(network);
    for (const label of ['LSTM', 'GRU', 'Elman']) assert.ok(labels.includes(label), label);
    for (const { detail, iconPath } of items) {
      assert.match(detail ?? '', /\.$/);
      for (const { fsPath } of Object.values(iconPath as { light: vscode.Uri; dark: vscode.Uri }))
        assert.ok(existsSync(fsPath), fsPath);
    }
    await accept('GRU');
    await (await questions.at('reset: ')).accept('before');
    await (await questions.at('update: ')).accept();
    for (const question of [units, layers, name]) await (await questions.at(question)).accept();
    await (await preview()).receive({ type: 'create' });
    await finished;
    assert.match(
      vscode.window.activeTextEditor!.document.getText(),
      /\{ "cell": "gru", "units": 128, "reset": "before" \}/,
    );
    assert.deepEqual(written().problems, []);
  });

  it('goes back from the preview and from every question, and keeps what was answered', async () => {
    const finished = newFrom('moby-dick.txt');
    await (await questions.at(network)).accept('Elman');
    await (await questions.at('activation: ')).accept('relu');
    await (await questions.at(units)).accept('64');
    await (await questions.at(layers)).accept('2');
    await (await questions.at(name)).accept();
    await (await preview()).receive({ type: 'back' });
    for (const question of [name, layers, units, 'activation: ']) await (await questions.at(question)).goBack();
    const first = await questions.at(network);
    assert.equal(first.step, '1/6');
    await first.accept(); // Elman still stands chosen, and so do relu, 64 and 2
    for (const question of ['activation: ', units, layers, name]) await (await questions.at(question)).accept();
    await (await preview()).receive({ type: 'create' });
    await finished;
    const layer = { cell: 'elman', units: 64, activation: 'relu' };
    const found = written().experiment?.model.layers.map(({ cell, units, ...rest }) => ({
      cell,
      units,
      activation: (rest as { activation?: string }).activation,
    }));
    assert.deepEqual(found, [layer, layer]);
  });

  it('offers the texts of the workspace, the samples and other files', async () => {
    const finished = vscode.commands.executeCommand('unroll.newExperiment');
    const { labels, accept } = await questions.at('Which text');
    assert.deepEqual(labels, ['four-letters.txt', 'moby-dick.txt', 'Four Letters', 'Moby Dick', 'Another File...']);
    await accept('Four Letters');
    for (const question of [network, ...lstmOptions, units, layers, name])
      await (await questions.at(question)).accept();
    await (await preview()).receive({ type: 'create' });
    await finished;
    assert.equal(written().experiment?.data.path, 'four-letters.txt'); // the same text is there already
  });

  it('writes nothing when the preview is closed', async () => {
    const finished = newFrom('four-letters.txt');
    await (await questions.at(network)).accept('Elman');
    for (const question of ['activation: ', units, layers, name]) await (await questions.at(question)).accept();
    (await preview()).dispose();
    await finished;
    assert.equal(existsSync(inWorkspace('four-letters-elman.unroll.json')), false);
  });

  it('writes a second experiment with another cell and nearly as many parameters', async () => {
    const first = vscode.Uri.file(inWorkspace('moby-dick-lstm.unroll.json'));
    const finished = vscode.commands.executeCommand('unroll.compareAtEqualParameters', first);
    const question = await questions.at('Which cell is to have as many parameters');
    assert.ok(!question.labels.includes('LSTM'));
    await question.accept('GRU');
    await finished;
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.fileName, inWorkspace('moby-dick-lstm-gru.unroll.json'));
    const { lab } = await unroll();
    const count = async (path: string): Promise<number> => {
      const text = (await vscode.workspace.openTextDocument(path)).getText();
      return (await lab.inspector.call('previewExperiment', { path, text })).preview!.parameterCount;
    };
    const [lstm, gru] = [await count(first.fsPath), await count(document.fileName)];
    assert.ok(Math.abs(gru - lstm) / lstm < 0.01, `${gru} beside ${lstm}`);
  });

  it('makes a cell of one’s own beside the experiment, and finds it for another of the same size', async () => {
    const finished = newFrom('four-letters.txt');
    await (await questions.at(network)).accept('Your own cell');
    await (await questions.at('Which file has your cell?')).goBack();
    await (await questions.at(network)).accept(); // still stands chosen
    const files = await questions.at('Which file has your cell?');
    const fresh = files.labels.find((label) => label.startsWith('New Cell: '))!;
    await files.accept(fresh);
    for (const question of [units, layers, name]) await (await questions.at(question)).accept();
    const cell = inWorkspace(fresh.replace('New Cell: ', ''));
    assert.equal(existsSync(cell), false, 'written before the preview');
    await (await preview()).receive({ type: 'create' });
    await finished;
    assert.ok(existsSync(cell), cell);
    assert.deepEqual(
      written().experiment?.model.layers.map((layer) => [layer.cell, layer.cell === 'own' && layer.file]),
      [['own', fresh.replace('New Cell: ', '')]],
    );
    const first = vscode.Uri.file(inWorkspace('moby-dick-lstm.unroll.json'));
    const compared = vscode.commands.executeCommand('unroll.compareAtEqualParameters', first);
    const question = await questions.at('Which cell is to have as many parameters');
    await question.accept(fresh.replace('New Cell', 'Your own cell'));
    await compared;
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.fileName, inWorkspace('moby-dick-lstm-own.unroll.json'));
    assert.ok(!document.getText().includes('"source"'), document.getText());
    assert.match(document.getText(), /"cell": "own", "units": \d+, "file": "/);
  });
});
