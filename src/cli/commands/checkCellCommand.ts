import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { cellCheckWords } from '../../protocol/cellCheckWords';
import type { Command } from '../command';

/** Compares the gradients of a cell of the person's own with finite differences. */
export const checkCellCommand = (): Command => ({
  name: 'check-cell',
  operand: 'FILE',
  summary: l10n.t("Compares your own cell's gradients with finite differences."),
  flags: {},
  async run({ operand }, terminal) {
    const { checkCellFile } = await import('../../inspector/checkCellFile');
    const check = await checkCellFile(resolve(terminal.folder, operand));
    const { verdict, lines } = cellCheckWords(check);
    terminal.out([...lines, verdict, ''].join('\n'));
    return check.parameters.every(({ isRight }) => isRight) ? 0 : 1;
  },
});
