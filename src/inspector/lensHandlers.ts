import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { ByteCache } from '../engine/inspect/reading/byteCache';
import { Turns, type Turn } from '../engine/inspect/turns';
import type { LensMethods, TextPlace } from '../protocol/lens';
import type { Handlers } from '../protocol/rpc';
import { UserError } from '../protocol/userError';
import type { LensText, OpenLens } from './openLens';
import { LensTexts } from './lensTexts';
import { sharesNothing } from './sharesNothing';

/** Bytes of traced blocks that are kept, of all lenses and texts. */
const mostBytes = 256 * 2 ** 20;
/** How long a question about a whole text waits before it answers with what is counted. */
const patienceMs = 250;

/** What a question about a text finds. */
interface Found extends LensText {
  lens: OpenLens;
  turn: Turn;
  /** Offsets as numbers of symbols. */
  at(offset: number): number;
}

/** Answers about texts under lenses; tensor code is loaded by the first lens. */
export function lensHandlers(): Handlers<LensMethods> {
  const texts = new LensTexts();
  const lenses = new Map<string, OpenLens>();
  let opened = 0;
  const cache = new ByteCache(mostBytes);
  const turns = new Turns();

  /** The text that a question is about, with a turn that ends when the question or the text is not wanted any more. */
  const find = ({ lens: id, document, version }: TextPlace, signal?: AbortSignal, mayBeStrange = false): Found => {
    const lens = lenses.get(id);
    if (!lens) throw isClosed();
    const text = texts.at(document, version);
    const found = lens.look(document, text);
    if (!mayBeStrange && found.traced.text.isStrange) throw sharesNothing(basename(document));
    const own = turns.question(AbortSignal.any([...(signal ? [signal] : []), found.traced.signal]));
    const turn: Turn = {
      pause: async () => {
        await own.pause();
        texts.at(document, version);
      },
    };
    found.traced.readOn(turns.background(found.traced.signal));
    return { ...found, lens, turn, at: (offset) => Math.max(0, Math.min(text.length - 1, text.at(offset))) };
  };

  return {
    async openLens({ source, block }) {
      const { OpenLens } = await import('./openLens');
      const lens = await OpenLens.open(String(++opened), source, block, cache);
      lenses.set(lens.id, lens);
      return lens.description;
    },
    closeLens({ lens }) {
      lenses.get(lens)?.close();
      lenses.delete(lens);
    },
    setText({ document, version, text }) {
      for (const lens of lenses.values()) lens.forget(document);
      if (text !== null) return { symbols: texts.set(document, version, text).length };
      texts.delete(document);
      return { symbols: 0 };
    },
    editText({ document, version, edits }) {
      const text = texts.edit(document, version, edits, (change) => {
        for (const lens of lenses.values()) lens.changed(document, change);
      });
      return { symbols: text.length };
    },
    findUnknown({ from, to, ...place }, signal) {
      const { traced } = find(place, signal, true);
      const { text } = traced.text;
      const unknown = traced.text.unknown.between(text.at(from), text.at(to));
      return { offsets: unknown.map((at) => text.offsetOf(at)) };
    },
    async traceSymbol({ offset, isExact, ...place }, signal) {
      const { describeSymbol } = await import('../engine/inspect/instruments/describeSymbol');
      const { traced, lens, turn, at } = find(place, signal);
      return describeSymbol(traced, lens.vocabulary, at(offset), isExact, turn);
    },
    async colourText({ from, to, by, isExact, ...place }, signal) {
      const { colourText } = await import('../engine/inspect/instruments/colourText');
      const { traced, turn } = find(place, signal);
      const { text } = traced.text;
      return colourText(traced, { from: text.at(from), to: text.at(to) }, by, isExact, turn);
    },
    async lookBack({ offset, ...place }, signal) {
      const { lookBackFrom } = await import('../engine/inspect/instruments/lookBackFrom');
      const { traced, turn, at } = find(place, signal);
      return lookBackFrom(traced, at(offset), turn);
    },
    async traceStretch({ from, to, every, layer, quantity, ...place }, signal) {
      const { traceStretch } = await import('../engine/inspect/instruments/traceStretch');
      const { traced, turn } = find(place, signal);
      return traceStretch(traced, { from, to, every, layer, quantity }, turn);
    },
    async traceOverview({ layer, quantity, ...place }, signal) {
      const found = find(place, signal);
      const { summary, stop } = found.lens.summaryOf(found, layer, quantity);
      await summary.count(found.turn, patienceMs);
      if (!summary.isDone) void summary.count(turns.background(stop.signal)).catch(() => undefined); // not wanted any more
      return summary.overview();
    },
    async explainUnit({ at, layer, unit, ...place }, signal) {
      const { explainUnit } = await import('../engine/inspect/instruments/explainUnit');
      const { traced, turn } = find(place, signal);
      return explainUnit(traced, { at, layer, unit }, turn);
    },
    async play({ intervention, until, seen, ...place }, signal) {
      const { playGate } = await import('../engine/inspect/instruments/playGate');
      const { traced, lens, turn } = find(place, signal);
      return playGate(traced, lens.vocabulary, intervention, until, seen, turn);
    },
  };
}

const isClosed = () =>
  new UserError(l10n.t('This lens is closed.'), l10n.t('Look through a run again: "Look Through Run" opens it.'));
