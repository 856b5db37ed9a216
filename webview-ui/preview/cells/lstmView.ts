import { svg, nothing } from 'lit';
import * as l10n from '@vscode/l10n';
import type { Layer } from '../../../src/protocol/experiment';
import { circle, dot, gate, line, mathLabel } from '../drawing/primitives';
import { frame } from '../drawing/frame';
import { optionOf, type CellView } from './cellView';

/** Long short-term memory: the memory c runs along the top, four gates read x and h from the line below. */
export const lstmView: CellView = {
  name: 'LSTM',
  states: ['h', 'c'],
  equations(layer) {
    const candidate = isSigmoid(layer) ? 'σ' : 'tanh';
    const [peep, peepNew] = peepholes(layer);
    return [
      `input i = σ(W_i h_{t−1} + U_i x_t${peep('i')} + b_i)`,
      `forget f = σ(W_f h_{t−1} + U_f x_t${peep('f')} + b_f)`,
      `candidate g = ${candidate}(W_g h_{t−1} + U_g x_t + b_g)`,
      `output o = σ(W_o h_{t−1} + U_o x_t${peepNew('o')} + b_o)`,
      'c_t = f ∗ c_{t−1} + i ∗ g',
      'h_t = o ∗ tanh(c_t)',
    ];
  },
  inside: (layer) => svg`
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
    ${mathLabel(10, 46, 'c_{t−1}', 'start')} ${mathLabel(610, 46, 'c_t', 'end')}
    ${mathLabel(10, 206, 'h_{t−1}', 'start')} ${mathLabel(610, 218, 'h_t', 'end')}
    ${mathLabel(110, 228, 'x_t', 'start')} ${mathLabel(550, 14, 'h_t', 'start')}
  `,
};

const isSigmoid = (layer: Layer): boolean => optionOf(layer, 'candidate') === 'sigmoid';

/** What a gate's sum has of the memory: nothing, each unit its own number, or a whole matrix. */
function peepholes(layer: Layer): [(gate: string) => string, (gate: string) => string] {
  const kind = optionOf(layer, 'peephole');
  if (kind !== 'diagonal' && kind !== 'full') return [() => '', () => ''];
  const product = kind === 'diagonal' ? ' ∗ ' : ' ';
  return [(gate) => ` + P_${gate}${product}c_{t−1}`, (gate) => ` + P_${gate}${product}c_t`];
}

/** Forget and input see the memory as it was, output sees the new one. */
function peepholeLines(layer: Layer) {
  const kind = optionOf(layer, 'peephole');
  if (kind !== 'diagonal' && kind !== 'full') return nothing;
  return svg`${dot(96, 58)} ${line('M96 58 V124 H138 V138', 'peephole')} ${line('M96 124 H228 V138', 'peephole')}
    ${dot(440, 58)} ${line('M440 58 V124 H428 V138', 'peephole')}`;
}
