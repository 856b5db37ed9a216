import * as l10n from '@vscode/l10n';
import { reachVerdict } from '../../protocol/reachVerdict';
import type { LastCurves } from './lastCurves';
import { profilePicture } from './profilePicture';
import { reachPicture } from './reachPicture';

const WIDEST = 80;

/** The verdict, the reach and the gradient profile of every layer, as text. */
export function gradientPictures({ reach, profiles }: LastCurves, columns: number): string {
  const width = Math.min(WIDEST, columns);
  const ofLayer = (layer: number, layers: number) => (layers > 1 ? l10n.t(' of layer {0}', layer + 1) : '');
  const reaches = reach.map((curves, layer) => {
    const verdict = reachVerdict(curves);
    const title = l10n.t('Reach{0}: how much of the last loss arrives further back', ofLayer(layer, reach.length));
    return [title, wrapped(verdict.sentence, width), '', reachPicture(verdict.curve, width)].join('\n');
  });
  const shown = profiles.map((profile, layer) => {
    const title = l10n.t('Gradient profile{0}: its norm over the window', ofLayer(layer, profiles.length));
    return [title, '', profilePicture(profile, width)].join('\n');
  });
  return [...reaches, ...shown].join('\n\n');
}

/** A text broken at spaces. */
export function wrapped(text: string, columns: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
