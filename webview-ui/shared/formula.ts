import { html, type TemplateResult } from 'lit';
import { mathParts, type Formula, type MathPart } from '../../src/protocol/equations/formula';

/** A formula in text, its indices set below and above. It is broken before a + only. */
export const setFormula = (formula: Formula): TemplateResult => html`${mathParts(formula).map(part)}`;

function part({ text, level }: MathPart): TemplateResult {
  if (level === 'line') return html`${text.replaceAll(' ', '\u00a0').replaceAll('\u00a0+', ' +')}`;
  return level === 'below' ? html`<sub>${text}</sub>` : html`<sup>${text}</sup>`;
}
