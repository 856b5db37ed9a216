import * as assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { parseExperiment } from '../../src/protocol/parseExperiment';
import { inWorkspace, until, unroll } from './support';

const open = async (name: string, text: string): Promise<vscode.TextDocument> => {
  await writeFile(inWorkspace(name), text);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(inWorkspace(name)));
  await vscode.window.showTextDocument(document);
  return document;
};

const experiment = (changes: object): string =>
  JSON.stringify({ data: { path: 'moby-dick.txt' }, model: { layers: [{ cell: 'lstm' }] }, ...changes }, undefined, 2);

const diagnosticsOf = async (document: vscode.TextDocument): Promise<vscode.Diagnostic[]> => {
  const { lab } = await unroll();
  await until('the check of the inspector', () => lab.checks.of(document)?.document.version === document.version);
  return until('a diagnostic', () => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return found.length > 0 && found;
  });
};

describe('an experiment file in the editor', () => {
  it('has Train above it, and the size of the model', async () => {
    const document = await open('lens.unroll.json', experiment({}));
    const titles = await until('the size of the model', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      const found = lenses.map((lens) => lens.command?.title ?? '');
      return found.some((title) => title.includes('parameters')) && found;
    });
    assert.equal(titles[0], '$(play) Train');
    assert.equal(titles[1], '$(type-hierarchy) Preview');
    assert.match(titles[2] ?? '', /^[\d,]+ parameters · [\d,]+ steps · pairs alone give \d\.\d\d nats on unseen text$/);
  });

  it('says what the schema cannot see, at its place, with what to do', async () => {
    const document = await open('lost.unroll.json', experiment({ data: { path: 'nowhere.txt' } }));
    const [diagnostic, ...others] = await diagnosticsOf(document);
    assert.equal(others.length, 0);
    assert.equal(diagnostic?.source, 'Unroll');
    assert.match(diagnostic.message, /nowhere\.txt.*\./s);
    assert.equal(document.getText(diagnostic.range), '"nowhere.txt"');
  });

  it('shows at a cell and at its options their equations, in the letters of the setting', async () => {
    const model = { layers: [{ cell: 'lstm', peephole: 'diagonal' }] };
    const document = await open('letters.unroll.json', experiment({ model }));
    const settings = vscode.workspace.getConfiguration('unroll');
    const hoverWith = async (word: string, line: string): Promise<string> =>
      until(`a hover at ${word} with ${line}`, async () => {
        const position = document.positionAt(document.getText().indexOf(`"${word}"`) + 2);
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          position,
        );
        const text = hovers
          .flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value))
          .join('\n')
          .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
          .replaceAll('\u00a0', ' ')
          .replace(/<su[bp]>(.*?)<\/su[bp]>/g, '[$1]');
        return text.includes(line) && text;
      });
    await hoverWith('lstm', 'c[t] = f[t] ⊙ c[t−1] + i[t] ⊙ g[t]');
    const peephole = await hoverWith('peephole', 'W[if] x[t] + b[if] + W[hf] h[t−1] + b[hf] + w[cf] ⊙ c[t−1]');
    assert.doesNotMatch(peephole, /c\[t\] = /);
    try {
      await settings.update('notation', 'goodfellow', vscode.ConfigurationTarget.Global);
      await hoverWith('lstm', 's[(t)] = f[(t)] ⊙ s[(t−1)] + g[(t)] ⊙ s̃[(t)]');
    } finally {
      await settings.update('notation', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('underlines what Train would refuse, in the same words and once', async () => {
    const text = experiment({ training: { batch: -3, widnow: 5, optimiser: { name: 'adamm' } } });
    const document = await open('typo.unroll.json', text);
    const found = await diagnosticsOf(document);
    const { problems } = parseExperiment(text);
    assert.deepEqual(
      found.map(({ source, message }) => [source, message]).sort(),
      problems.map(({ message, remedy }) => ['Unroll', `${message} ${remedy}`]).sort(),
    );
    assert.ok(found.some(({ message }) => message.includes('Did you mean "window"?')));
    assert.ok(found.some(({ message }) => message.includes('Did you mean "adam"?')));
    assert.ok(found.some(({ range }) => document.getText(range) === '-3'));
  });

  it('leaves to the editor itself where it is not JSON', async () => {
    const document = await open('torn.unroll.json', '{ "data": { "path": "moby-dick.txt" }');
    const found = await diagnosticsOf(document);
    assert.ok(found.length > 0);
    assert.deepEqual(
      found.filter(({ source }) => source === 'Unroll'),
      [],
    );
  });

  it('is told of the encoding of its file, which the editor hides, until it is saved in another', async () => {
    const text = experiment({});
    const marked = await open('marked.unroll.json', '\ufeff' + text);
    const { lab } = await unroll();
    await until('its check', () => lab.checks.of(marked));
    assert.deepEqual(vscode.languages.getDiagnostics(marked.uri), []);
    await writeFile(inWorkspace('wide.unroll.json'), Buffer.from('\ufeff' + text, 'utf16le'));
    const wide = await vscode.workspace.openTextDocument(vscode.Uri.file(inWorkspace('wide.unroll.json')));
    assert.equal(wide.getText(), text);
    const [diagnostic, ...others] = await diagnosticsOf(wide);
    assert.deepEqual(others, []);
    assert.match(diagnostic!.message, /is encoded in UTF-16 LE, not in UTF-8\. Save it as UTF-8/);
  });

  it('loses the underline when the mistake is mended', async () => {
    const document = await open('mended.unroll.json', experiment({ data: { path: 'moby-dick.text' } }));
    const [diagnostic] = await diagnosticsOf(document);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, diagnostic!.range, '"moby-dick.txt"');
    await vscode.workspace.applyEdit(edit);
    await until('no diagnostic', () => vscode.languages.getDiagnostics(document.uri).length === 0);
    await document.save();
  });

  it('completes cells from the schema', async () => {
    const text = experiment({ model: { layers: [{ cell: '' }] } });
    const document = await open('complete.unroll.json', text);
    const at = document.positionAt(text.indexOf('"cell": ""') + '"cell": "'.length);
    const labels = await until('completions', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      const found = list.items.map((item) => String(item.label));
      return found.some((label) => label.includes('lstm')) && found;
    });
    for (const cell of ['lstm', 'gru', 'elman'])
      assert.ok(
        labels.some((label) => label.includes(cell)),
        cell,
      );
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
});
