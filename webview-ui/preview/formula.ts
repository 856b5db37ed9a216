import { html, type TemplateResult } from 'lit';
import { mathParts } from './drawing/primitives';

/** A formula in text, its subscripts set below. */
export const formula = (text: string): TemplateResult =>
  html`${mathParts(text).map(({ text, isBelow }) => (isBelow ? html`<sub>${text}</sub>` : html`${text}`))}`;
