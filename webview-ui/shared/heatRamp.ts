import { fromOklab, oklch, toOklab, type Rgb } from './oklch';

/** Colours of a heat map: 256 times red, green, blue and 255. */
export type Ramp = Uint8ClampedArray;

/** A colour of the ramp: place 0..1, lightness 0..1, chroma, hue in degrees. */
export type Stop = [place: number, lightness: number, chroma: number, hue: number];

/**
 * Colours from nothing, which is the editor background, to much: violet, blue, teal, yellow on dark themes and the other
 * way round on light ones. Lightness rises (falls) all the way, so that it reads in grey and by every kind of eye.
 */
export function heatRamp(background: Rgb, isLight: boolean): Ramp {
  return rampThrough(isLight ? lightStops(background) : darkStops(background));
}

/** Colours through stops, the first at 0 and the last at 1. */
export function rampThrough(stops: Stop[]): Ramp {
  const ramp = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) ramp.set([...between(stops, level / 255), 255], 4 * level);
  return ramp;
}

function darkStops(background: Rgb): Stop[] {
  const zero = zeroStop(background, 290);
  return [
    zero,
    [0.12, Math.max(0.29, zero[1] + 0.04), 0.08, 290],
    [0.4, Math.max(0.48, zero[1] + 0.12), 0.11, 245],
    [0.7, 0.7, 0.12, 185],
    [1, 0.93, 0.15, 105],
  ];
}

function lightStops(background: Rgb): Stop[] {
  const zero = zeroStop(background, 105);
  return [
    zero,
    [0.12, Math.min(0.94, zero[1] - 0.03), 0.06, 105],
    [0.4, 0.78, 0.11, 165],
    [0.7, 0.55, 0.11, 225],
    [1, 0.27, 0.13, 285],
  ];
}

/** The background as a stop; a grey one takes the hue of its neighbour, so that no other hue shines through. */
export function zeroStop(background: Rgb, hue: number): Stop {
  const [lightness, a, b] = toOklab(background);
  const chroma = Math.hypot(a, b);
  return [0, lightness, chroma, chroma < 0.02 ? hue : (Math.atan2(b, a) * 180) / Math.PI];
}

function between(stops: Stop[], place: number): Rgb {
  const next = Math.max(
    1,
    stops.findIndex(([at]) => at >= place),
  );
  const low = stops[next - 1]!;
  const high = stops[next]!;
  const share = (place - low[0]) / (high[0] - low[0]);
  const mix = (from: number, to: number): number => from + (to - from) * share;
  const turn = ((high[3] - low[3] + 540) % 360) - 180;
  return fromOklab(oklch(mix(low[1], high[1]), mix(low[2], high[2]), low[3] + turn * share));
}
