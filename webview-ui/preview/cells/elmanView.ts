import { svg, type SVGTemplateResult } from 'lit';
import type { Layer } from '../../../src/protocol/experiment';
import { circle, dot, gate, line, mathLabel } from '../drawing/primitives';
import { frame } from '../drawing/frame';
import { activationOf, squashed } from './activation';
import type { CellView } from './cellView';

/** The simple recurrent network: one sum, one squash. */
export const elmanView: CellView = {
  name: 'Elman',
  states: ['h'],
  equations: (layer) => [`h_t = ${squashed(layer, 'W h_{t−1} + U x_t + b')}`],
  inside: (layer) => oneSum(layer, 'h_{t−1}', true),
};

/**
 * A cell of one sum as a picture.
 * @param before what it reads of the time step before
 * @param goesOn whether the state goes on to the next time step
 */
export const oneSum = (layer: Layer, before: string, goesOn: boolean): SVGTemplateResult => svg`
  ${frame}
  ${line('M8 118 H160', 'state')} ${line('M212 118 H248')} ${line('M260 222 V190')} ${line('M260 162 V130')}
  ${line('M272 118 H356')} ${line(goesOn ? 'M424 118 H610' : 'M424 118 H540', 'state')}
  ${line('M540 118 V14', 'state')} ${goesOn ? dot(540, 118) : svg``}
  ${gate(186, 118, 'W', '', 26)} ${gate(260, 176, 'U', '', 26)} ${circle(260, 118, '+')}
  ${gate(390, 118, activationOf(layer), '', 34)}
  ${mathLabel(10, 106, before, 'start')} ${goesOn ? mathLabel(610, 106, 'h_t', 'end') : svg``}
  ${mathLabel(270, 228, 'x_t', 'start')} ${mathLabel(550, 14, 'h_t', 'start')} ${mathLabel(312, 106, '+ b', 'middle')}
`;
