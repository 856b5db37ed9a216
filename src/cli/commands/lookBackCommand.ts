import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import type { Command } from '../command';
import { jsonNumber } from '../jsonNumber';
import { programName } from '../packageRoot';
import { openTraceInput, traceFlags } from '../traceInput';
import { countUnknown } from '../unknownSymbols';

/** Says what one prediction of a run depends on. */
export const lookBackCommand = (): Command => ({
  name: 'lookback',
  operand: 'RUN',
  summary: l10n.t('What a prediction depends on: the gradient of one loss at every symbol before.'),
  flags: {
    at: { value: 'N', summary: l10n.t('the symbol after which was predicted, counted from 0') },
    json: { summary: l10n.t('one JSON object, as without it') },
    ...traceFlags(),
  },
  async run(input, terminal) {
    const { lens, traced, read } = await openTraceInput('lookback', input, terminal);
    try {
      const at = input.flags.wholeNumber('at', 0, { most: Math.max(0, read.text.length - 2), example: 100 });
      if (at === undefined) throw lacksPlace(input.operand);
      const { lookBackWhole } = await import('../../engine/inspect/instruments/lookBackWhole');
      const layers = lookBackWhole(traced, read, at);
      if (!layers) throw isNotRead(at, lens.name);
      const unknown = countUnknown(read, { from: 0, to: at + 1 });
      const norms = layers.map((each) => Array.from(each, jsonNumber));
      terminal.out(`${JSON.stringify({ at, layers: norms, ...unknown })}\n`);
      return 0;
    } finally {
      traced.dispose();
    }
  },
});

const lacksPlace = (operand: string) =>
  new UserError(
    l10n.t('There is no place to look back from.'),
    l10n.t('For example: {0}', `${programName()} lookback ${operand} --text FILE --at 100 --json`),
  );

const isNotRead = (at: number, name: string) =>
  new UserError(
    l10n.t(
      'Symbol {0} has no prediction that counts: it or the one after it is not among the symbols of {1}, or nothing follows.',
      at,
      name,
    ),
    l10n.t('Choose another place of the text.'),
  );
