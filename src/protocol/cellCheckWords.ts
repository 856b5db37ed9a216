import * as l10n from '@vscode/l10n';
import type { CellCheck } from './inspector';

/** What came of checking a cell, a line a parameter, and its verdict as one sentence. */
export function cellCheckWords({ parameters, quantities }: CellCheck): { verdict: string; lines: string[] } {
  const wrong = parameters.filter(({ isRight }) => !isRight).map(({ name }) => name);
  const verdict =
    wrong.length === 0
      ? l10n.t('The gradients by all parameters agree with finite differences.')
      : l10n.t(
          'The gradients by {0} do not agree with finite differences: some way from it to the state is no operation of TensorFlow.js.',
          wrong.join(', '),
        );
  const lines = parameters.map(
    ({ name, shape, difference, isRight }) =>
      `${isRight ? '✓' : '✗'} ${name} [${shape.join(', ')}]: ${l10n.t('apart by {0} of the largest', difference.toExponential(1))}`,
  );
  const seen = quantities.length > 0 ? [l10n.t('To be seen: {0}, h.', quantities.join(', '))] : [];
  return { verdict, lines: [...lines, ...seen] };
}
