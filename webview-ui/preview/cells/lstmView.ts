import { svg, nothing } from 'lit';
import * as l10n from '@vscode/l10n';
import { lstmLetters, type LstmQuantity } from '../../../src/protocol/equations/letters';
import type { Layer } from '../../../src/protocol/experiment';
import { circle, dot, gate, line, mathLabel } from '../drawing/primitives';
import { frame } from '../drawing/frame';
import { optionOf, type CellView } from './cellView';

/** Long short-term memory: the memory c runs along the top, four gates read x and h from the line below. */
export const lstmView: CellView = {
  name: 'LSTM',
  states: ['h', 'c'],
  inside(layer, style) {
    const letters = lstmLetters(style);
    const now = (quantity: LstmQuantity) => [style.value(letters[quantity].letter, quantity)];
    const before = (quantity: LstmQuantity) => [style.before(letters[quantity].letter, quantity)];
    return svg`
    ${frame}
    ${line('M8 58 H610', 'state')} ${line('M8 186 H418 V170')}
    ${line('M100 222 V186')} ${dot(100, 186)} ${line('M150 186 V170')} ${line('M240 186 V170')} ${line('M330 186 V170')}
    ${[150, 240, 330].map((x) => dot(x, 186))}
    ${line('M150 138 V70')} ${line('M240 138 V106 H273')} ${line('M330 138 V106 H297')} ${line('M285 94 V70')}
    ${line('M490 58 V78')} ${line('M490 106 V142')} ${line('M418 138 V154 H478')}
    ${line('M490 166 V198 H610', 'state')} ${line('M540 198 V14', 'state')} ${dot(540, 198)} ${dot(490, 58)}
    ${peepholeLines(layer)}
    ${gate(150, 154, 'σ', l10n.t('forget'))} ${gate(240, 154, 'σ', l10n.t('input'))}
    ${gate(330, 154, isSigmoid(layer) ? 'σ' : 'tanh', l10n.t('candidate'))} ${gate(418, 154, 'σ', l10n.t('output'))}
    ${gate(490, 92, 'tanh')} ${circle(150, 58, '×')} ${circle(285, 106, '×')} ${circle(285, 58, '+')}
    ${circle(490, 154, '×')}
    ${mathLabel(10, 46, before('c'), 'start')} ${mathLabel(610, 46, now('c'), 'end')}
    ${mathLabel(10, 206, before('h'), 'start')} ${mathLabel(610, 218, now('h'), 'end')}
    ${mathLabel(110, 228, [style.input('x')], 'start')} ${mathLabel(550, 14, now('h'), 'start')}
    ${mathLabel(156, 100, now('forget'), 'start')} ${mathLabel(246, 130, now('input'), 'start')}
    ${mathLabel(336, 130, now('candidate'), 'start')} ${mathLabel(464, 148, now('output'))}
  `;
  },
};

const isSigmoid = (layer: Layer): boolean => optionOf(layer, 'candidate') === 'sigmoid';

/** Forget and input see the memory as it was, output sees the new one. */
function peepholeLines(layer: Layer) {
  const kind = optionOf(layer, 'peephole');
  if (kind !== 'diagonal' && kind !== 'full') return nothing;
  return svg`${dot(96, 58)} ${line('M96 58 V124 H138 V138', 'peephole')} ${line('M96 124 H228 V138', 'peephole')}
    ${dot(440, 58)} ${line('M440 58 V124 H428 V138', 'peephole')}`;
}
