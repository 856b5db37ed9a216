import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { wholeEquation, type Equation } from '../../src/protocol/equations/formula';
import { ownEquations } from '../../src/protocol/equations/own';
import type { Style } from '../../src/protocol/equations/style';
import type { OwnCellWords } from '../../src/protocol/preview';
import { setFormula } from '../shared/formula';
import type { Actions } from './actions';

/** The inside of a person's own cell: its one equation, what its file names, and the way to the file. */
export const ownCell = (own: OwnCellWords, isDraft: boolean, style: Style, { send }: Actions): TemplateResult =>
  html`<div class="own">
    <div class="equations"><p>${setFormula(wholeEquation(ownEquation(own, style)))}</p></div>
    <dl>
      ${named(l10n.t('File'), isDraft ? html`${own.file}` : link(own.file, () => send({ type: 'openCell', file: own.file })))}
      ${named(l10n.t('Parameters'), codes(own.parameters))} ${named(l10n.t('Gates'), codes(own.gates))}
      ${named(l10n.t('Values'), codes(own.values))}
    </dl>
    ${
      own.gates.length + own.values.length === 0
        ? html`<p class="quiet">
            ${l10n.t('What "gates" and "values" of the file name can be seen under the mouse.')}
          </p>`
        : nothing
    }
  </div>`;

/** h_t, c_t = f(h_{t−1}, c_{t−1}, x_t; W, b). */
export const ownEquation = ({ state, parameters }: OwnCellWords, style: Style): Equation =>
  ownEquations({ cell: 'own', quantities: state, parameters }, style)[0]!;

const codes = (names: string[]): TemplateResult | undefined =>
  names.length === 0 ? undefined : html`${names.map((name, at) => html`${at > 0 ? ', ' : ''}<code>${name}</code>`)}`;

const named = (term: string, content: TemplateResult | undefined): TemplateResult | typeof nothing =>
  content === undefined
    ? nothing
    : html`<dt>${term}</dt>
        <dd>${content}</dd>`;

const link = (text: string, press: () => void): TemplateResult =>
  html`<button type="button" class="link" title=${l10n.t('Open the cell')} @click=${press}>${text}</button>`;
