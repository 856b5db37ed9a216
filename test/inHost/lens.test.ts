import * as assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { lookAtDocument } from '../../src/host/commands/lookAtDocument';
import type { Painted } from '../../src/host/lens/painter';
import type { UserError } from '../../src/protocol/userError';
import type { ListedRun } from '../../src/runs/listRuns';
import { inWorkspace, measured, runOf, unroll, until, writeLongExperiment } from './support';
import { watchEventLoop } from './watchEventLoop';

const command = (id: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`unroll.${id}`, ...args);

/** Opens a text that the lens is to look at. */
async function look(name: string, text: string | Buffer): Promise<vscode.TextEditor> {
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

/** Times the calls of a method; the result puts it back and tells how long the longest took. */
function timed(target: object, method: string): () => number {
  const methods = target as Record<string, (...all: unknown[]) => unknown>;
  const own = methods[method]!;
  let longest = 0;
  methods[method] = function (this: unknown, ...all) {
    const from = performance.now();
    try {
      return own.apply(this, all);
    } finally {
      longest = Math.max(longest, performance.now() - from);
    }
  };
  return () => {
    methods[method] = own;
    return longest;
  };
}

const count = ({ steps }: Painted): number => steps.flat().length;

/** How strongly a symbol is painted: 0 where it is not. */
const strengthAt = ({ steps }: Painted, offset: number): number =>
  steps.findIndex((stretches) => stretches.some(({ from, to }) => from <= offset && offset < to)) + 1;

/** Whether symbols are painted unlike, and no symbol more strongly than one of a greater number. */
function isBy(found: Painted, numbers: Map<number, number>): boolean {
  const symbols = [...numbers].map(([offset, number]) => ({ number, strength: strengthAt(found, offset) }));
  const sorted = symbols.sort((a, b) => a.number - b.number).map(({ strength }) => strength);
  return new Set(sorted).size > 1 && sorted.every((strength, i) => i === 0 || strength >= sorted[i - 1]!);
}

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
    assert.deepEqual(commands, [
      'unroll.openGatesPanel',
      'unroll.lookBack',
      'unroll.playGate',
      'unroll.openGatesPanel',
    ]);
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

  it('paints every symbol by its own surprise', async () => {
    const { lab } = await unroll();
    const unlike = await look('unlike.txt', 'CTFFECTTCEFTCCTFETEFCTECFEETTCFFTCEEFCTT'.repeat(2));
    const surprises = new Map<number, number>();
    for (let offset = 1; offset < 80; offset++) {
      const { surprise } = await lab.lens.askAbout(unlike.document, 'traceSymbol', { offset, isExact: true });
      surprises.set(offset, surprise!);
    }
    await painted(unlike, (found) => isBy(found, surprises));
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

  it('reads a text of UTF-16, and says of one in Latin-1 what VS Code could not read', async () => {
    const wide = await look('wide.txt', Buffer.from('\ufeffCEFTCEFT', 'utf16le'));
    assert.match(await until('a hover', () => hoverAt(wide.document, 0, 1)), /&#8296;E&#8297;/);
    const latin = await look('latin.txt', Buffer.from('CEFT é CEFT', 'latin1'));
    assert.match(await until('a hover', () => hoverAt(latin.document, 0, 5)), /another encoding/);
  });

  it('says of a text of more than 50 MB that VS Code does not give it away', async () => {
    const { lab } = await unroll();
    await writeFile(inWorkspace('huge.txt'), Buffer.alloc(51 * 2 ** 20, 'CEFT\n'));
    const looked = async (): Promise<void> => lookAtDocument(lab)(vscode.Uri.file(inWorkspace('huge.txt')));
    await assert.rejects(looked, (error: UserError) => /huge\.txt.*50 ?MB/s.test(error.message) && error.remedy !== '');
    await rm(inWorkspace('huge.txt'));
  });

  it('goes on with the checkpoint that it has where a newer one is half written or gone', async () => {
    const { lab } = await unroll();
    const { current } = lab.lens;
    const folder = vscode.Uri.joinPath(vscode.Uri.file(run.directory), 'checkpoints').fsPath;
    const away = `${folder}-away`;
    await rename(folder, away);
    try {
      await assert.rejects(lab.lens.lookThrough(current!.source), (error: UserError) => error.remedy !== '');
      await mkdir(folder);
      await writeFile(`${folder}/step-999999.safetensors`, 'half');
      await assert.rejects(lab.lens.lookThrough(current!.source), /no whole checkpoint/);
      assert.equal(lab.lens.current, current);
      assert.match((await until('a hover', () => hoverAt(editor.document, 0, 100))) ?? '', /Surprise/);
    } finally {
      await rm(folder, { recursive: true, force: true });
      await rename(away, folder);
    }
  });

  it('holds a probe text: selected, kept, pictured at the checkpoint that is looked through, and let go', async () => {
    const { lab } = await unroll();
    await command('holdProbe', 'CEFTCEFT');
    const [picture] = await until('a picture', () => {
      const found = lab.probe.pictures(0, 'forget');
      return found.length > 0 && found;
    });
    const { units } = lab.lens.current!.description.layers[0]!;
    assert.equal(picture!.step, lab.lens.current!.description.step);
    assert.equal(Buffer.from(picture!.values, 'base64').length, 4 * 8 * units);
    assert.throws(
      () => lab.probe.hold('C'.repeat(501)),
      (error: UserError) => /501/.test(error.message),
    );
    assert.equal(lab.probe.document?.text, 'CEFTCEFT');
    lab.probe.release();
    assert.deepEqual([lab.probe.document, lab.probe.pictures(0, 'forget')], [undefined, []]);
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
    const { lab } = await unroll();
    const handlers = [timed(lab.lens['texts'], 'edit'), timed(lab.colours, 'request')];
    const stop = watchEventLoop();
    for (let column = 0; column < 20; column++)
      await typed.edit((edit) => edit.insert(new vscode.Position(3, column), 'E'));
    const { busyMs } = stop();
    measured['longest turn of the host while typing in a coloured 1 MB text, processor ms'] = busyMs;
    const longest = handlers.map((handler) => handler());
    assert.ok(longest.every((ms) => ms > 0));
    measured['edit handler in a coloured 1 MB text, ms'] = longest.reduce((sum, ms) => sum + ms);
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
