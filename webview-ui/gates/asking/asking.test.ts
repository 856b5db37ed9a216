import { beforeEach, describe, expect, it } from 'vitest';
import type { FromGatesPanel } from '../../../src/protocol/gatesPanel';
import { askForView } from './asking';
import { GatesData } from './gatesData';
import { Questions } from './questions';
import { SampleInspector, sampleLayer, sampleLens } from '../testing/sampleLens';
import { firstView, type ViewState } from '../viewState';

const layer = sampleLayer(8);
const inspector = new SampleInspector('to be or not to be, that is the question\n', layer, 100_000);
const room = { symbols: 100_000, width: 600 };
const viewed = (change: Partial<ViewState> = {}): ViewState => ({
  ...firstView,
  document: 'file:///sample',
  ...change,
});

let sent: FromGatesPanel[];
let questions: Questions;
let data: GatesData;

beforeEach(() => {
  sent = [];
  questions = new Questions((message) => sent.push(message));
  data = new GatesData(sampleLens(layer), inspector.text);
});

const look = (view: ViewState): void => askForView(data, view, room, questions, () => undefined);
const asked = () => sent.flatMap((message) => (message.type === 'ask' ? [message] : []));
const kinds = (): string[] => asked().map(({ question }) => question.kind);
function answerAll(): void {
  for (const { number, question } of asked()) questions.answer(number, inspector.answer(question));
  sent.length = 0;
}

describe('the page', () => {
  it('asks for the columns in view first, then for one chunk more at each side', () => {
    look(viewed({ axis: { from: 1000, pixels: 12 } }));
    const columns = asked().flatMap(({ question }) => (question.kind === 'columns' ? [question.params.from] : []));
    expect(columns).toEqual([896, 1024, 768, 1152]);
  });

  it('asks nothing twice, neither while it waits nor when it knows', () => {
    look(viewed());
    const count = sent.length;
    look(viewed());
    expect(sent).toHaveLength(count);
    answerAll();
    look(viewed());
    expect(sent).toEqual([]);
  });

  it('forgets what has scrolled away before it was answered, and drops a late answer', () => {
    look(viewed());
    const [first] = asked();
    look(viewed({ axis: { from: 50_000, pixels: 12 } }));
    const forgotten = sent.flatMap((message) => (message.type === 'forget' ? message.numbers : []));
    expect(forgotten).toContain(first!.number);
    questions.answer(first!.number, inspector.answer(first!.question));
    expect(data.chunks.size).toBe(0);
  });

  it('asks for equations only of a chosen unit and for a look-back only when one is wanted', () => {
    look(viewed());
    expect(kinds()).not.toContain('unit');
    expect(kinds()).not.toContain('lookBack');
    answerAll();
    look(viewed({ unit: 3, isLookingBack: true, at: 20 }));
    expect(kinds().sort()).toEqual(['lookBack', 'symbol', 'unit']);
  });

  it('asks for a chosen symbol again when it comes back to it: only the last answer is kept', () => {
    for (const at of [5, 6, 5]) {
      look(viewed({ at }));
      answerAll();
      expect(data.symbol!.at).toBe(at);
    }
  });

  it('asks for what is played with the quantity in view, again when that, the play or the weights change', () => {
    const play = { kind: 'gate', layer: 0, quantity: 'forget', value: 0, from: 20 } as const;
    const view = viewed({ play, quantity: 'h' });
    const played = () => asked().flatMap(({ question }) => (question.kind === 'play' ? [question.params] : []));
    look(view);
    expect(played()).toEqual([{ intervention: play, until: 276, layer: 0, quantity: 'h' }]);
    answerAll();
    expect(data.played).toMatchObject({ play, quantity: 'h', length: 256 });
    look(view);
    expect(played()).toEqual([]);
    look({ ...view, quantity: 'c' });
    expect(played()).toMatchObject([{ quantity: 'c' }]);
    look({ ...view, play: { ...play, value: 1 } });
    expect(played().at(-1)).toMatchObject({ intervention: { value: 1 } });
    answerAll();
    data = new GatesData({ ...data.lens, id: 'sample@1100' }, inspector.text).after(data);
    expect(data.played).toBeDefined();
    look({ ...view, play: { ...play, value: 1 } });
    expect(played()).toHaveLength(1);
    look(viewed());
    expect(sent.at(-1)).toMatchObject({ type: 'forget' });
  });

  it('asks how a quantity has formed of the probe text only, and again when it was seen once more', () => {
    look(viewed());
    expect(kinds()).not.toContain('formed');
    const short = new SampleInspector('to be or not', layer);
    data = new GatesData(sampleLens(layer), { ...short.text, probe: 'to be or not' });
    sent.length = 0;
    look(viewed());
    expect(kinds()).toContain('formed');
    for (const { number, question } of asked()) questions.answer(number, short.answer(question));
    expect(data.formed?.pictures.map(({ step }) => step)).toEqual([100, 1000]);
    sent.length = 0;
    data.makeApproximateStale();
    look(viewed());
    expect(kinds()).toEqual(['formed']);
  });

  it('zoomed out, asks for wide columns: the whole text in a few chunks', () => {
    look(viewed({ axis: { from: 0, pixels: 0.006 } }));
    const columns = asked().flatMap(({ question }) => (question.kind === 'columns' ? [question.params] : []));
    expect(columns).toHaveLength(4);
    expect(columns[0]).toMatchObject({ from: 0, to: 128 * 256, every: 256 });
    expect(columns.at(-1)!.to).toBe(100_000);
  });

  it('does not repeat a question without an answer until something has changed', () => {
    look(viewed());
    for (const { number } of asked()) questions.fail(number);
    sent.length = 0;
    look(viewed());
    expect(sent).toEqual([]);
    questions.forgetFailures();
    look(viewed());
    expect(kinds()).toContain('columns');
  });

  it('keeps what it has shown when the weights change, and asks for it anew', () => {
    look(viewed());
    answerAll();
    const next = new GatesData({ ...data.lens, id: 'sample@1100' }, inspector.text).after(data);
    expect(next.symbol).toBe(data.symbol);
    expect(next.chunks.get({ layer: 0, quantity: 'forget', every: 1, index: 0 })?.isStale).toBe(true);
    data = next;
    look(viewed());
    expect(kinds()).toEqual(['columns', 'columns', 'overview', 'symbol']);
  });

  it('asks again for what was approximate when more of the text is traced, and for nothing else', () => {
    look(viewed());
    answerAll();
    data.makeApproximateStale();
    look(viewed());
    expect(kinds()).toEqual([]);
    data.symbol = { ...data.symbol!, isApproximate: true };
    data.keepOverview(0, 'forget', { ...data.overview(0, 'forget')!, traced: 500 });
    data.chunks.get({ layer: 0, quantity: 'forget', every: 1, index: 0 })!.isApproximate = true;
    data.makeApproximateStale();
    look(viewed());
    expect(kinds()).toEqual(['columns', 'overview', 'symbol']);
  });

  it('drops it when the text is another one', () => {
    look(viewed());
    answerAll();
    const other = new GatesData(data.lens, { ...inspector.text, document: 'file:///other' }).after(data);
    expect(other.symbol).toBeUndefined();
    expect(other.chunks.size).toBe(0);
  });
});
