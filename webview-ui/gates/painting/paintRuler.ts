import { smallFont } from '../../shared/charts/paint';
import { roundTicks } from '../../shared/ticks';
import { formatCount } from '../../../src/protocol/words';
import type { GatesTheme } from '../gatesTheme';
import { paintPlayedStretch } from './paintPlayed';
import type { Pen } from './pen';
import type { Shown } from '../shown';
import { isBlank, visibleSymbol } from '../../../src/protocol/symbolWords';
import { wordsAmong } from './wordsAmong';
import { inView, letterPixels, pixelOf } from './textAxis';

const middle = 12;

/** Draws the text above its columns: letters, or words where they fit, or numbers of symbols. */
export function paintRuler(pen: Pen, shown: Shown, theme: GatesTheme): void {
  paintChosen(pen, shown, theme);
  if (shown.axis.pixels >= letterPixels) paintLetters(pen, shown, theme);
  else if (shown.axis.pixels >= 1) paintWords(pen, shown, theme);
  else paintNumbers(pen, shown, theme);
  paintPlayedStretch(pen, shown, theme);
}

function paintChosen(pen: Pen, { axis, view }: Shown, theme: GatesTheme): void {
  pen.fillStyle = theme.foreground;
  pen.fillRect(Math.round(pixelOf(axis, view.at)), 2, Math.max(2, Math.round(axis.pixels)), 20);
}

function paintLetters(pen: Pen, shown: Shown, theme: GatesTheme): void {
  const { axis, view, room, data } = shown;
  const { from, to } = inView(axis, room);
  pen.font = `${Math.min(14, Math.max(10, Math.round(axis.pixels * 1.08)))}px ${theme.mono}`;
  pen.textAlign = 'center';
  for (const chunk of shown.chunks)
    for (let at = Math.max(from, chunk.from); at < Math.min(to, chunk.to); at++) {
      const symbol = chunk.symbols[at - chunk.from] ?? '';
      const x = pixelOf(axis, at);
      pen.fillStyle = at === view.at ? theme.paper : isBlank(symbol) ? theme.quiet : theme.foreground;
      pen.globalAlpha = isBlank(symbol) && at !== view.at ? 0.6 : 1;
      pen.fillText(visibleSymbol(symbol), x + axis.pixels / 2, middle);
      pen.globalAlpha = 1;
      if (!data.vocabulary.has(symbol)) dotUnder(pen, x, axis.pixels);
    }
  pen.font = smallFont(theme.fontFamily);
}

/** What the vocabulary does not have stands over dots. */
function dotUnder(pen: Pen, x: number, pixels: number): void {
  for (let dot = x + 1; dot + 1.5 <= x + pixels; dot += 3) pen.fillRect(dot, 21, 1.5, 1.5);
}

function paintWords(pen: Pen, shown: Shown, theme: GatesTheme): void {
  const { axis, view, layout, chunks } = shown;
  const first = chunks[0];
  if (first === undefined) return;
  const chosen = pixelOf(axis, view.at);
  pen.textAlign = 'left';
  pen.fillStyle = theme.quiet;
  let end = 0;
  for (const { at, word } of wordsAmong(
    chunks.flatMap(({ symbols }) => symbols),
    first.from,
  )) {
    const x = pixelOf(axis, at);
    if (x < end) continue;
    const wide = pen.measureText(word).width;
    const isBesideChosen = x + wide < chosen - 3 || x > chosen + axis.pixels + 3;
    if (x + wide > layout.width || !isBesideChosen) continue;
    pen.fillText(word, x, middle);
    end = x + wide + 8;
  }
}

function paintNumbers(pen: Pen, { axis, layout, room, view }: Shown, theme: GatesTheme): void {
  const { from, to } = inView(axis, room);
  pen.textAlign = 'center';
  pen.fillStyle = theme.quiet;
  const half = pen.measureText(formatCount(to)).width / 2;
  for (const tick of roundTicks(from, to, Math.max(2, layout.width / 110), 1)) {
    const x = Math.max(half, Math.min(layout.width - half, pixelOf(axis, tick)));
    if (Math.abs(x - pixelOf(axis, view.at)) > half + 6) pen.fillText(formatCount(tick), x, middle);
  }
}
