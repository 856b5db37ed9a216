import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Intervention, Played, Quantity } from '../../protocol/lens';
import { playableOf } from '../../protocol/playable';
import { UserError } from '../../protocol/userError';
import { checkPlace, reach } from './describeSymbol';
import { unflatten } from './flatState';
import { hiddenOf, type PlainState, type PlainStep } from './plainCell';
import type { PlayLayer } from './plainNetwork';
import { quantitiesOfLayer, widthOf } from './quantities';
import { findLikeliest, logSumExp } from './softmax';
import { statesBefore } from './statesBefore';
import type { TracedText } from './tracedText';
import { likeliestCount } from './traceText';
import type { Turn } from './turns';

/** Symbols that are played at most. */
const longest = 2000;
/** Milliseconds before others have their turn. */
const playingMs = 10;

/** A way through the text: its states, and what it predicts next. */
interface Way {
  states: PlainState[];
  logits?: Float64Array;
}

/**
 * The truth and what an intervention makes of it, in plain numbers.
 * @param vocabulary the symbols by number
 * @param until the symbol after the last that is played
 * @param seen whose units are told apart
 */
export async function playGate(
  traced: TracedText,
  vocabulary: string[],
  intervention: Intervention,
  until: number,
  seen: { layer: number; quantity: Quantity },
  turn: Turn,
): Promise<Played> {
  const { text, model } = traced;
  const from = intervention.kind === 'gate' ? intervention.from : intervention.at;
  checkPlace(traced, from);
  const changed = changedNumber(traced, intervention);
  if (intervention.kind === 'gate') checkPlayable(traced, intervention);
  const to = Math.min(until, from + longest, text.text.length);
  const first = text.stepAt(from);
  if (!text.isRead(from)) throw cannotPlay(text.text.symbolAt(from));
  const blockBefore = Math.floor(Math.max(0, first - 1) / traced.block);
  await reach(traced, blockBefore * traced.block, false, turn);
  const before = wayBefore(traced, first);
  const [truth, played]: [Way, Way] = [{ ...before }, { ...before }];
  const answer: Omit<Played, 'units'> = {
    from,
    isApproximate: traced.startOf(blockBefore).isApproximate,
    surprise: { truth: [], played: [] },
    next: [],
    difference: model.model.layers.map(() => []),
  };
  const size = widthOf(model, seen.layer, seen.quantity);
  const units = new Float32Array(Math.max(0, to - from) * size);
  const play = playOf(intervention);
  let pauseAt = performance.now() + playingMs;
  for (let at = from; at < to; at++) {
    const number = text.numberAt(at);
    const row = (at - from) * size;
    if (number < 0) {
      repeatLast(answer);
      units.copyWithin(row, row - size, row);
    } else {
      const other = at === from && changed !== undefined ? changed : number;
      const isSet = intervention.kind === 'gate' && at < (intervention.to ?? Infinity);
      const time = text.stepAt(at);
      const was = walk(traced, truth, { number, time }, undefined, answer.surprise.truth);
      const is = walk(traced, played, { number: other, time }, isSet ? play : undefined, answer.surprise.played);
      units.set(difference(unitsOf(was[seen.layer]!, seen.quantity), unitsOf(is[seen.layer]!, seen.quantity)), row);
      const [ofTruth, ofPlayed] = [truth, played].map(({ logits }) => likeliestOf(logits!, vocabulary));
      answer.next.push({ truth: ofTruth!, played: ofPlayed! });
      answer.difference.forEach((norms, k) => norms.push(distanceOf(hiddenOf(was[k]!), hiddenOf(is[k]!))));
    }
    if (performance.now() < pauseAt) continue;
    await turn.pause();
    pauseAt = performance.now() + playingMs;
  }
  return { ...answer, units: Buffer.from(units.buffer).toString('base64') };
}

/** A quantity of a time step by unit. */
const unitsOf = (step: PlainStep, quantity: Quantity): Float64Array =>
  step.gates[quantity] ?? (quantity === 'c' ? step.state.c : undefined) ?? hiddenOf(step);

const difference = (truth: Float64Array, played: Float64Array): Float64Array =>
  played.map((value, u) => value - truth[u]!);

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

/** One time step on. @param surprises gets the loss of the time step before */
function walk(
  { model: { plain } }: TracedText,
  way: Way,
  { number, time }: { number: number; time: number },
  play?: PlayLayer,
  surprises?: (number | null)[],
): PlainStep[] {
  surprises?.push(way.logits ? logSumExp(way.logits) - way.logits[number]! : null);
  const steps = plain.step(number, way.states, play, time);
  way.states = steps.map(({ state }) => state);
  way.logits = plain.predict(steps);
  return steps;
}

/** @throws UserError where a cell of the person's own only returns what is to be set */
function checkPlayable({ model }: TracedText, { layer: k, quantity }: { layer: number; quantity: Quantity }): void {
  const layer = model.model.layers[k];
  const quantities = layer ? quantitiesOfLayer(layer) : [];
  if (!layer || !quantities.includes(quantity)) throw new RangeError(`layer ${k} has no ${quantity}`);
  const playable = playableOf({ cell: layer.cell, quantities });
  if (layer.cell === 'own' && !playable.includes(quantity)) throw onlyReturned(quantity, layer.file, playable);
}

/** A symbol that is passed over changes nothing. */
function repeatLast({ surprise, next, difference }: Omit<Played, 'units'>): void {
  surprise.truth.push(null);
  surprise.played.push(null);
  next.push(next.at(-1)!);
  difference.forEach((norms) => norms.push(norms.at(-1)!));
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

function likeliestOf(logits: Float64Array, vocabulary: string[]): [string, number][] {
  const found = { symbols: new Int32Array(likeliestCount), logits: new Float64Array(likeliestCount) };
  findLikeliest(logits, 0, logits.length, found);
  const sum = logSumExp(logits);
  const all = Array.from(found.symbols, (number, i): [number, number] => [number, Math.exp(found.logits[i]! - sum)]);
  return all.filter(([number]) => number >= 0).map(([number, probability]) => [vocabulary[number] ?? '', probability]);
}

const distanceOf = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, u) => sum + (value - b[u]!) ** 2, 0));

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
