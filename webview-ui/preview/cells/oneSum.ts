import { svg, type SVGTemplateResult } from 'lit';
import { math, type Formula } from '../../../src/protocol/equations/formula';
import { squashOf, type AffineLetters, type Style } from '../../../src/protocol/equations/style';
import type { Layer } from '../../../src/protocol/experiment';
import { frame } from '../drawing/frame';
import { circle, dot, gate, line, mathLabel, matrix } from '../drawing/primitives';
import { optionOf } from './cellView';

/** What a cell of one sum has beside its activation. */
interface Parts {
  /** What it reads of the time step before, and what that goes through first. */
  before: Formula;
  through?: string;
  parameters: AffineLetters;
  /** Whether the state goes on to the next time step. */
  goesOn: boolean;
}

/** A cell of one sum as a picture. */
export function oneSum(layer: Layer, style: Style, { before, through, parameters, goesOn }: Parts): SVGTemplateResult {
  const squash = squashOf(String(optionOf(layer, 'activation') ?? 'tanh')) || 'id';
  const h = [style.value('h', 'h')];
  const x = [style.input('x')];
  const [first, ...others] = parameters.biases;
  const biases = others.reduce<Formula>((sum, bias) => math`${sum} + ${bias}`, math`+ ${first!}`);
  const isJoined = parameters.input === undefined;
  return svg`
    ${frame} ${isJoined ? joinedInputs(parameters) : addedInputs(parameters)}
    ${line(goesOn ? 'M424 118 H610' : 'M424 118 H540', 'state')}
    ${line('M540 118 V14', 'state')} ${goesOn ? dot(540, 118) : svg``}
    ${gate(390, 118, squash, '', 34)} ${through === undefined ? svg`` : gate(110, 118, through, '', 32)}
    ${mathLabel(10, 106, before, 'start')} ${goesOn ? mathLabel(610, 106, h, 'end') : svg``}
    ${mathLabel(isJoined ? 172 : 270, 228, x, 'start')} ${mathLabel(550, 14, h, 'start')}
    ${mathLabel(isJoined ? 320 : 314, 106, biases, 'middle')}
  `;
}

/** A matrix for each, and their sum. */
const addedInputs = ({ state, input }: AffineLetters): SVGTemplateResult => svg`
  ${line('M8 118 H160', 'state')} ${line('M212 118 H248')} ${line('M260 222 V190')} ${line('M260 162 V130')}
  ${line('M272 118 H356')} ${matrix(186, 118, state, 26)} ${matrix(260, 176, input!, 26)} ${circle(260, 118, '+')}`;

/** One above the other, and one matrix for both. */
const joinedInputs = ({ state }: AffineLetters): SVGTemplateResult => svg`
  ${line('M8 118 H150', 'state')} ${line('M162 222 V130')} ${line('M174 118 H224')} ${line('M276 118 H356')}
  ${circle(162, 118, '[ ]')} ${matrix(250, 118, state, 26)}`;
