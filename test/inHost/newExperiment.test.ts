import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { experimentText } from '../../src/host/newExperiment/experimentText';
import { nameProblem, newName } from '../../src/host/newExperiment/newName';
import { inWorkspace, unroll, until } from './support';

const accept = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

describe('New Experiment', () => {
  it('takes a name that is free', () => {
    assert.equal(newName(inWorkspace('moby-dick.txt'), 'gru'), 'moby-dick-gru');
    assert.match(nameProblem(inWorkspace('moby-dick.txt'), 'moby-dick') ?? '', /is there already/);
    assert.match(nameProblem(inWorkspace('moby-dick.txt'), 'a/b') ?? '', /name of a file/);
    assert.equal(nameProblem(inWorkspace('moby-dick.txt'), 'sea'), undefined);
  });

  it('asks for cell, units, layers and name, then writes and opens the experiment', async () => {
    const finished = vscode.commands.executeCommand(
      'unroll.newExperiment',
      vscode.Uri.file(inWorkspace('moby-dick.txt')),
    );
    const document = await until('the new experiment in the editor', async () => {
      await accept();
      const open = vscode.window.activeTextEditor?.document;
      return open?.fileName === inWorkspace('moby-dick-lstm.unroll.json') && open;
    });
    await finished;
    const { lab } = await unroll();
    const found = await lab.inspector.call('checkExperiment', { path: document.fileName, text: document.getText() });
    assert.deepEqual(found.problems, []);
    assert.equal(
      document.getText(),
      experimentText({ dataPath: 'moby-dick.txt', cell: 'lstm', units: 128, layers: 1 }),
    );
  });
});
