import type { GatesQuestions } from '../../../src/protocol/gatesPanel';
import { decodeFloats } from '../../shared/decodeFloats';
import { chunkKey, chunkOf, chunkRange, chunksOver, type ChunkPlace } from './chunk';
import type { GatesData } from './gatesData';
import { playedUntil } from './intervention';
import { playedWay } from './playedWay';
import { isGradient } from '../../../src/protocol/quantities';
import type { Questions } from './questions';
import { inView, symbolsAColumn, type TextRoom } from '../painting/textAxis';
import type { ViewState } from '../viewState';

/** Called after each answer. */
type Taken = (kind: keyof GatesQuestions) => void;

/** Chunks asked for beyond each edge of what is visible. */
const margin = 1;

/**
 * Asks for what the view shows and is not known; what was asked for and has left the view is forgotten.
 */
export function askForView(data: GatesData, view: ViewState, room: TextRoom, questions: Questions, taken: Taken) {
  askForColumns(data, view, room, questions, taken);
  const { layer, quantity, at, unit } = view;
  const ask = asker(data, questions, taken);
  ask('overview', `${layer} ${quantity}`, { layer, quantity }, (answer) => data.keepOverview(layer, quantity, answer));
  ask('symbol', `${at}`, { at }, (answer) => (data.symbol = answer));
  if (unit === undefined) questions.keepOnly('unit', []);
  else ask('unit', `${at} ${layer} ${unit}`, { at, layer, unit }, (answer) => (data.unit = { ...answer, at, layer }));
  if (!view.isLookingBack) questions.keepOnly('lookBack', []);
  else ask('lookBack', `${at}`, { at }, (answer) => (data.lookBack = answer));
  askForPlayed(data, view, room, questions, ask);
  if (data.text.probe === undefined) questions.keepOnly('formed', []);
  else
    ask('formed', `${layer} ${quantity}`, { layer, quantity }, (answer) => {
      const pictures = answer.map(({ step, values }) => ({ step, values: decodeFloats(values) }));
      data.formed = { layer, quantity, pictures };
    });
}

function askForPlayed(data: GatesData, view: ViewState, room: TextRoom, questions: Questions, ask: Questions['ask']) {
  const { play, layer, quantity } = view;
  if (play === undefined || isGradient(quantity)) return questions.keepOnly('play', []);
  const until = playedUntil(play, inView(view.axis, room), room.symbols);
  const key = `${JSON.stringify(play)} ${until} ${layer} ${quantity}`;
  const params = { intervention: play, until, layer, quantity };
  ask('play', key, params, (answer) => (data.played = playedWay(play, layer, quantity, answer)));
}

/** Asks one question of a kind; others of the kind are of no use any more. */
function asker(data: GatesData, questions: Questions, taken: Taken) {
  const ask: Questions['ask'] = (kind, key, params, take) => {
    questions.keepOnly(kind, [key]);
    if (data.isFresh(kind, key)) return;
    questions.ask(kind, key, params, (answer) => {
      data.makeFresh(kind, key);
      take(answer);
      taken(kind);
    });
  };
  return ask;
}

function askForColumns(
  data: GatesData,
  { layer, quantity, axis }: ViewState,
  room: TextRoom,
  questions: Questions,
  taken: Taken,
): void {
  const every = symbolsAColumn(axis);
  const { from, to } = inView(axis, room);
  const wanted: ChunkPlace[] = [
    chunksOver(from, to, every, room.symbols),
    chunksOver(from, to, every, room.symbols, margin),
  ]
    .flat()
    .map((index) => ({ layer, quantity, every, index }));
  questions.keepOnly('columns', wanted.map(chunkKey));
  for (const place of wanted) {
    const chunk = data.chunks.get(place);
    if (chunk !== undefined && !chunk.isStale) continue;
    const range = chunkRange(place, room.symbols);
    questions.ask('columns', chunkKey(place), { layer, quantity, ...range, every }, (answer) => {
      data.chunks.put(chunkOf(place, answer));
      taken('columns');
    });
  }
}
