import { html, type TemplateResult } from 'lit';
import { mathParts, unbroken, type Formula, type MathPart } from '../../src/protocol/equations/formula';

/** A formula in text, its indices set below and above. It is broken before a + only. */
export const setFormula = (formula: Formula): TemplateResult => html`${mathParts(formula).map(part)}`;

function part({ text, level }: MathPart): TemplateResult {
  if (level === 'line') return html`${unbroken(text)}`;
  return level === 'below' ? html`<sub>${text}</sub>` : html`<sup>${text}</sup>`;
}
