import * as assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Painted } from '../../src/host/lens/painter';
import type { UserError } from '../../src/protocol/userError';
import type { ListedRun } from '../../src/runs/listRuns';
import { inWorkspace, measured, runOf, unroll, until, writeLongExperiment } from './support';
import { watchEventLoop } from './watchEventLoop';

const command = (id: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`unroll.${id}`, ...args);

/** Opens a text that the lens is to look at. */
async function look(name: string, text: string): Promise<vscode.TextEditor> {
  await writeFile(inWorkspace(name), text);
  const uri = vscode.Uri.file(inWorkspace(name));
  await command('lookAtDocument', uri);
  return until(`the editor of ${name}`, () =>
    vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString()),
  );
}

/** The hover of ours at a place, as Markdown. */
async function hoverAt(document: vscode.TextDocument, line: number, character: number): Promise<string | undefined> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, character),
  );
  return hovers.flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value))[0];
}

/** What stands painted over an editor, once it is as it should be. */
async function painted(editor: vscode.TextEditor, isMeant: (painted: Painted) => boolean): Promise<Painted> {
  const { lab } = await unroll();
  return until('the colours', () => {
    const found = lab.colours.painter.of(editor);
    return found && isMeant(found) && found;
  });
}

const count = ({ steps }: Painted): number => steps.flat().length;

describe('a lens', () => {
  let run: ListedRun;
  let editor: vscode.TextEditor;

  before(async () => {
    const experiment = await writeLongExperiment('seen');
    await command('train', experiment);
    run = await runOf('seen', (each) => (each.record?.checkpoints.length ?? 0) > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('on a run covers its text, opens it, and colours it by surprise', async () => {
    const { lab } = await unroll();
    await command('lookThrough', run.directory, 'last');
    assert.equal(lab.lens.current?.description.name, run.id);
    editor = await until('the text', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('letters.txt')),
    );
    const { meaning } = await painted(editor, () => true);
    assert.equal(meaning, 'validation');
  });

  it('follows the newest checkpoint of a session', async () => {
    const { lab } = await unroll();
    await command('stopRun', run.directory);
    run = await runOf('seen', (each) => each.state === 'stopped');
    const { step } = run.record!.checkpoints.at(-1)!;
    await until(`the lens at step ${step}`, () => lab.lens.current?.description.step === step);
  });

  it('tells in a hover what every gate does, with links to its own commands only', async () => {
    const text = await until('a hover', () => hoverAt(editor.document, 0, 100));
    for (const word of ['Surprise', 'Next', '| forget f |', '| memory c |', '‖dL/dh‖'])
      assert.ok(text.includes(word), word);
    const commands = [...text.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id);
    assert.deepEqual(commands, ['unroll.openGatesPanel', 'unroll.lookBack', 'unroll.openGatesPanel']);
  });

  it('leaves documents alone that nobody has added', async () => {
    const { lab } = await unroll();
    const other = await vscode.workspace.openTextDocument({ content: 'CEFT'.repeat(10) });
    assert.equal(lab.lens.covers(other.uri), false);
    assert.equal(await hoverAt(other, 0, 3), undefined);
  });

  it('colours by another quantity, by one unit, and by nothing', async () => {
    const { lab } = await unroll();
    await command('colourText', { kind: 'quantity', layer: 0, quantity: 'forget' });
    await painted(editor, ({ meaning, steps }) => meaning === 'state' && steps.flat().length > 0);
    await command('colourText', { kind: 'quantity', layer: 0, quantity: 'h', unit: 3 });
    await painted(editor, ({ belowZero, steps }) => belowZero.length > 0 || steps.flat().length > 0);
    await command('colourText', { kind: 'gradientH', layer: 0 });
    await painted(editor, ({ meaning }) => meaning === 'gradient');
    await command('colourText', null);
    await until('no colours', () => lab.colours.painter.of(editor) === undefined);
    await command('colourText', { kind: 'surprise' });
    await painted(editor, ({ meaning }) => meaning === 'validation');
  });

  it('looks back from a symbol until it is told to stop', async () => {
    const { lab } = await unroll();
    await command('lookBack', { document: editor.document.uri.toString(), offset: 200 });
    const back = await painted(editor, ({ meaning }) => meaning === 'gradient');
    assert.equal(back.steps[3]?.at(-1)?.to, 200, 'the nearest symbol is the strongest');
    assert.equal(lab.lookingBack.current?.at, 200);
    await command('stopLookingBack');
    await painted(editor, ({ meaning }) => meaning === 'validation');
  });

  it('opens the gates panel at a place', async () => {
    await command('openGatesPanel', { document: editor.document.uri.toString(), offset: 50 });
    await until('the panel', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('unroll.gates')),
    );
  });

  it('follows edits: what is typed is coloured, before it what was', async () => {
    const typed = await look('typed.txt', 'CCECFCTE\n'.repeat(20));
    const before = await painted(typed, (found) => count(found) > 0);
    await typed.edit((edit) => edit.insert(new vscode.Position(0, 4), 'TTTTFFFF'));
    await painted(typed, (found) => JSON.stringify(found) !== JSON.stringify(before));
    const text = await hoverAt(typed.document, 0, 6);
    assert.match(text ?? '', /line 1, column 7/);
  });

  for (const [what, text, at] of [
    ['markup', '<b onclick="alert(1)">CEFT</b> **C** [E](command:x) `F` | T\n', 3],
    ['Windows line ends', 'CEFT\r\nCEFT\r\n', 4],
    ['an emoji', 'C🐋EFT', 2],
    ['letters from right to left', 'CE שלום FT', 4],
    ['combining marks', 'CE\u0301FT', 2],
    ['one long line', 'CEFT'.repeat(250_000), 900_000],
  ] as const)
    it(`shows a text with ${what}`, async () => {
      const { document } = await look(`${what.replaceAll(' ', '-')}.txt`, text);
      const hover = await until('a hover', () => hoverAt(document, 0, at));
      assert.match(hover, /^<code>&#8296;[^<]+&#8297;<\/code> line 1, column /);
      assert.doesNotMatch(hover, /onclick=|command:x|<b/);
    });

  it('has nothing to say of an empty text', async () => {
    const { document } = await look('empty.txt', '');
    const hover = await hoverAt(document, 0, 0);
    assert.ok(hover === undefined || /empty|nothing/i.test(hover), hover);
  });

  it('says so of a text that shares no symbol with the model', async () => {
    const { document } = await look('greek.txt', 'αβγδ '.repeat(4).replaceAll(' ', 'ε'));
    const hover = await until('a hover', () => hoverAt(document, 0, 2));
    assert.match(hover, /knows.*none.*symbols/s);
  });

  it('stays as it is where another cannot be opened, and says why', async () => {
    const { lab } = await unroll();
    const { current } = lab.lens;
    const gone = lab.lens.lookThrough({ directory: run.directory, checkpoint: 'step-0.safetensors' });
    await assert.rejects(gone, (error: UserError) => /step-0/.test(error.message) && error.remedy !== '');
    assert.equal(lab.lens.current, current);
  });

  it('leaves the host its turns while somebody types in a coloured text of 1 MB', async () => {
    const typed = await look('large.txt', 'CCECFCTEEFETFFT\n'.repeat(65_536));
    await painted(typed, (found) => count(found) > 0);
    const stop = watchEventLoop();
    for (let column = 0; column < 20; column++)
      await typed.edit((edit) => edit.insert(new vscode.Position(3, column), 'E'));
    const { busyMs } = stop();
    measured['longest turn of the host while typing in a coloured 1 MB text, processor ms'] = busyMs;
    assert.match((await until('a hover', () => hoverAt(typed.document, 3, 5))) ?? '', /line 4/);
  });

  it('comes back for the next question after its process was ended', async () => {
    const { lab } = await unroll();
    const ended = new Promise<void>((resolve) => void lab.inspector.onDidEnd(() => resolve()));
    lab.inspector.restart();
    await ended;
    assert.match((await until('a hover', () => hoverAt(editor.document, 0, 100))) ?? '', /Surprise/);
  });

  it('closes: no colours, no hover, no documents', async () => {
    const { lab } = await unroll();
    await command('closeLens');
    await until('no colours', () => vscode.window.visibleTextEditors.every((each) => !lab.colours.painter.of(each)));
    assert.equal(await hoverAt(editor.document, 0, 100), undefined);
    assert.deepEqual(lab.lens.covered, []);
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
});
