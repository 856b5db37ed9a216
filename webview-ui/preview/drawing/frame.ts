import { svg } from 'lit';

/** The border of a cell, inside which everything is one time step. */
export const frame = svg`<rect class="frame" x="62" y="24" width="502" height="186" rx="14"></rect>`;
