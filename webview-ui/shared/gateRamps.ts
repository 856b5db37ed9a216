import { rampThrough, zeroStop, type Ramp } from './heatRamp';
import { fromOklab, oklch, toOklab, type Oklab, type Rgb } from './oklch';

/** Colours of a gate, 0 to 1: from the editor background to the colour of states. */
export function gateRamp(background: Rgb, isLight: boolean): Ramp {
  const zero = zeroStop(background, isLight ? 185 : 190);
  return isLight
    ? rampThrough([zero, [0.5, 0.75, 0.085, 185], [1, 0.33, 0.07, 190]])
    : rampThrough([zero, [0.5, Math.max(0.45, zero[1] + 0.12), 0.06, 190], [1, 0.81, 0.1, 183]]);
}

/** Colours of what has both signs: copper below, sea-blue above, and in the middle, at zero, the editor background. */
export function signedRamp(background: Rgb, isLight: boolean): Ramp {
  const zero = toOklab(background);
  const below = isLight ? oklch(0.52, 0.135, 52) : oklch(0.76, 0.14, 58);
  const above = isLight ? oklch(0.42, 0.085, 215) : oklch(0.85, 0.1, 205);
  const ramp = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    const place = Math.max(-1, (level - 128) / 127);
    ramp.set([...fromOklab(mixed(zero, place < 0 ? below : above, Math.abs(place) ** 0.8)), 255], 4 * level);
  }
  return ramp;
}

const mixed = (from: Oklab, to: Oklab, share: number): Oklab =>
  [0, 1, 2].map((part) => from[part]! + (to[part]! - from[part]!) * share) as Oklab;
