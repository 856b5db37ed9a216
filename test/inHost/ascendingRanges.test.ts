import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ascendingRanges } from '../../src/host/lens/ascendingRanges';

const contents = ['', 'one line', 'a\nbc\n\n\ndé🙂f\n', 'a\r\nbc\r\n\r\n🙂\r\n', '\n'.repeat(50) + 'x'];

for (const content of contents)
  it(`stretches of ${JSON.stringify(content.slice(0, 12))} are the ranges that VS Code knows`, async () => {
    const document = await vscode.workspace.openTextDocument({ content });
    const length = document.getText().length;
    for (const width of [0, 1, 2, 5])
      for (const first of [0, 3, length]) {
        const stretches = [];
        for (let from = first; from + width <= length; from += width + 1) stretches.push({ from, to: from + width });
        const expected = stretches.map(
          ({ from, to }) => new vscode.Range(document.positionAt(from), document.positionAt(to)),
        );
        assert.deepEqual(ascendingRanges(document, stretches), expected);
      }
  });
