import { gateRamp, signedRamp } from '../shared/gateRamps';
import type { Ramp } from '../shared/heatRamp';
import { readTheme, type Theme } from '../shared/theme';

/** The theme, and what this panel adds to it. */
export interface GatesTheme extends Theme {
  /** The editor background as a colour. */
  paper: string;
  /** The font of text. */
  mono: string;
  gate: Ramp;
  signed: Ramp;
  /** Counts the themes read, so that painted images know theirs. */
  count: number;
}

let count = 0;

/** Reads the theme as it stands. */
export function readGatesTheme(): GatesTheme {
  const theme = readTheme();
  const { background, isLight } = theme;
  return {
    ...theme,
    paper: `rgb(${background.join(', ')})`,
    mono: getComputedStyle(document.body).getPropertyValue('--mono') || 'monospace',
    gate: gateRamp(background, isLight),
    signed: signedRamp(background, isLight),
    count: ++count,
  };
}
