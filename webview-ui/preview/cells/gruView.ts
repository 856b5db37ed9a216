import * as l10n from '@vscode/l10n';
import { svg } from 'lit';
import { gruLetters, type GruQuantity } from '../../../src/protocol/equations/letters';
import type { Layer } from '../../../src/protocol/experiment';
import { circle, dot, gate, line, mathLabel, matrix } from '../drawing/primitives';
import { frame } from '../drawing/frame';
import { optionOf, type CellView } from './cellView';

/** Gated recurrent unit: the state h runs along the top and is mixed with the candidate. */
export const gruView: CellView = {
  name: 'GRU',
  states: ['h'],
  inside(layer, style) {
    const letters = gruLetters(style);
    const now = (quantity: GruQuantity) => [style.value(letters[quantity].letter, quantity)];
    const h = now('h');
    return svg`
    ${frame}
    ${line('M8 58 H610', 'state')} ${dot(88, 58)} ${dot(230, 58)} ${dot(540, 58)} ${line('M540 58 V14', 'state')}
    ${line('M88 58 V184 H290 V170')} ${line('M150 184 V170')} ${dot(150, 184)}
    ${line('M118 222 V197 H400 V170')} ${line('M170 197 V170')} ${line('M310 197 V170')} ${dot(170, 197)} ${dot(310, 197)}
    ${line('M160 138 V122 H218')} ${line(isAfter(layer) ? 'M230 58 V70 M230 98 V110' : 'M230 58 V110')}
    ${line('M242 122 H384 V138')} ${line('M432 154 H490 V116')} ${line('M490 92 V70')} ${dot(300, 104)}
    ${line(isReplace(layer) ? 'M300 138 V96 M300 72 V70 M300 104 H478' : 'M300 138 V70 M300 104 H444 M468 104 H478')}
    ${gate(160, 154, 'σ', l10n.t('reset'))} ${gate(300, 154, 'σ', l10n.t('update'))}
    ${gate(400, 154, 'tanh', l10n.t('candidate'))} ${isAfter(layer) ? matrix(230, 86, style.parametersOf(letters.candidate).state, 22) : svg``}
    ${circle(230, 122, '×')} ${circle(300, 58, '×')} ${circle(490, 104, '×')} ${circle(490, 58, '+')}
    ${isReplace(layer) ? circle(300, 84, '1−') : circle(456, 104, '1−')}
    ${mathLabel(10, 46, [style.before('h', 'h')], 'start')} ${mathLabel(610, 46, h, 'end')}
    ${mathLabel(128, 228, [style.input('x')], 'start')} ${mathLabel(550, 14, h, 'start')}
    ${mathLabel(190, 116, now('reset'))} ${mathLabel(294, 116, now('update'), 'end')}
    ${mathLabel(461, 148, now('candidate'))}
  `;
  },
};

const isAfter = (layer: Layer): boolean => optionOf(layer, 'reset') !== 'before';
const isReplace = (layer: Layer): boolean => optionOf(layer, 'update') === 'replace';
