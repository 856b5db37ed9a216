import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Intervention, Played, Quantity } from '../../../protocol/lens';
import { playableOf } from '../../../protocol/playable';
import { UserError } from '../../../protocol/userError';
import { readUpTo } from '../reading/readUpTo';
import { checkPlace } from './describeSymbol';
import { unflatten } from '../plain/flatState';
import type { PlayLayer } from '../plain/plainNetwork';
import { quantitiesOfLayer } from '../reading/quantities';
import { statesBefore } from '../reading/statesBefore';
import type { TracedText } from '../reading/tracedText';
import type { Turn } from '../turns';
import { TwoWays, walk, type Way } from './twoWays';

/** Symbols that are played at most. */
const longest = 2000;
/** Milliseconds before others have their turn. */
const playingMs = 10;

/**
 * The truth and what an intervention makes of it, in plain numbers.
 * @param vocabulary the symbols by number
 * @param until the symbol after the last that is played
 * @param seen whose units are told apart
 * @throws UserError where the symbol is not read, or what is to be set cannot be
 */
export async function playGate(
  traced: TracedText,
  vocabulary: string[],
  intervention: Intervention,
  until: number,
  seen: { layer: number; quantity: Quantity },
  turn: Turn,
): Promise<Played> {
  const { text, block } = traced;
  const from = intervention.kind === 'gate' ? intervention.from : intervention.at;
  checkPlace(traced, from);
  const changed = changedNumber(traced, intervention);
  if (intervention.kind === 'gate') checkPlayable(traced, intervention);
  if (!text.isRead(from)) throw cannotPlay(text.text.symbolAt(from));
  const first = text.stepAt(from);
  const before = Math.floor(Math.max(0, first - 1) / block);
  await readUpTo(traced, before * block, false, turn);
  const to = Math.min(until, from + longest, text.text.length);
  const ways = new TwoWays(traced, vocabulary, seen, { from, to }, wayBefore(traced, first));
  const play = playOf(intervention);
  let pauseAt = performance.now() + playingMs;
  for (let at = from; at < to; at++) {
    const isSet = intervention.kind === 'gate' && at < (intervention.to ?? Infinity);
    ways.walk(at, at === from ? changed : undefined, isSet ? play : undefined);
    if (performance.now() < pauseAt) continue;
    await turn.pause();
    pauseAt = performance.now() + playingMs;
  }
  return ways.answer(traced.startOf(before).isApproximate);
}

/** What is known before a time step: the states, and the prediction of it. */
function wayBefore(traced: TracedText, step: number): Way {
  const { text, model } = traced;
  if (step === 0) return { states: model.plain.zeroState() };
  const symbol = new Int32Array(1);
  text.read(step - 1, symbol);
  const way: Way = { states: unflatten(model.states, statesBefore(traced, step - 1)) };
  walk(traced, way, { number: symbol[0]!, time: step - 1 });
  return way;
}

/** @throws UserError where a cell of the person's own only returns what is to be set */
function checkPlayable({ model }: TracedText, { layer: k, quantity }: { layer: number; quantity: Quantity }): void {
  const layer = model.model.layers[k];
  const quantities = layer ? quantitiesOfLayer(layer) : [];
  if (!layer || !quantities.includes(quantity)) throw new RangeError(`layer ${k} has no ${quantity}`);
  const playable = playableOf({ cell: layer.cell, quantities });
  if (layer.cell === 'own' && !playable.includes(quantity)) throw onlyReturned(quantity, layer.file, playable);
}

function playOf(intervention: Intervention): PlayLayer | undefined {
  if (intervention.kind === 'symbol') return undefined;
  const { layer, quantity, unit, value } = intervention;
  return (k, name, values) => {
    if (k !== layer || name !== quantity) return;
    if (unit === undefined) values.fill(value);
    else if (unit < values.length) values[unit] = value;
  };
}

/** The number of the symbol that is put in. @throws UserError where the model does not know it */
function changedNumber({ text }: TracedText, intervention: Intervention): number | undefined {
  if (intervention.kind === 'gate') return undefined;
  const number = text.numberOf(intervention.symbol);
  if (number < 0) throw cannotPlay(intervention.symbol);
  return number;
}

const cannotPlay = (symbol: string) =>
  new UserError(
    l10n.t('The model does not know the symbol {0}.', JSON.stringify(symbol)),
    l10n.t('Choose one of the symbols that the run was trained on.'),
  );

const onlyReturned = (quantity: Quantity, file: string, states: Quantity[]) =>
  new UserError(
    l10n.t(
      '{0} only returns "{1}": the cell goes on from its state alone, so that setting it would change nothing.',
      basename(file),
      quantity,
    ),
    l10n.t('Set {0}, or let the file keep what is to be set in "c".', states.join(l10n.t(' or '))),
  );
