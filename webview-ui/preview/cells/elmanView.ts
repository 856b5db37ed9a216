import { svg } from 'lit';
import type { Layer } from '../../../src/protocol/experiment';
import { circle, dot, gate, line, mathLabel } from '../drawing/primitives';
import { frame } from '../drawing/frame';
import { optionOf, type CellView } from './cellView';

const activations: Record<string, string> = { tanh: 'tanh', relu: 'relu', identity: 'id', sigmoid: 'σ' };

/** The simple recurrent network: one sum, one squash. */
export const elmanView: CellView = {
  name: 'Elman',
  states: ['h'],
  equations: (layer) => {
    const sum = 'W h_{t−1} + U x_t + b';
    return [phiOf(layer) === 'id' ? `h_t = ${sum}` : `h_t = ${phiOf(layer)}(${sum})`];
  },
  inside: (layer) => svg`
    ${frame}
    ${line('M8 118 H160', 'state')} ${line('M212 118 H248')} ${line('M260 222 V190')} ${line('M260 162 V130')}
    ${line('M272 118 H356')} ${line('M424 118 H610', 'state')} ${dot(540, 118)} ${line('M540 118 V14', 'state')}
    ${gate(186, 118, 'W', '', 26)} ${gate(260, 176, 'U', '', 26)} ${circle(260, 118, '+')}
    ${gate(390, 118, phiOf(layer), '', 34)}
    ${mathLabel(10, 106, 'h_{t−1}', 'start')} ${mathLabel(610, 106, 'h_t', 'end')}
    ${mathLabel(270, 228, 'x_t', 'start')} ${mathLabel(550, 14, 'h_t', 'start')} ${mathLabel(312, 106, '+ b', 'middle')}
  `,
};

const phiOf = (layer: Layer): string => {
  const name = String(optionOf(layer, 'activation') ?? 'tanh');
  return activations[name] ?? name;
};
