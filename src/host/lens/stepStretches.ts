import { stepCount, stepOf, type Scale } from './scale';

/** Neighbouring symbols of one step, from an offset to before another. */
export interface TextStretch {
  from: number;
  to: number;
}

/** The stretches of each step from 1, and those of coloured numbers below zero where signs are told apart. */
export interface Steps {
  steps: TextStretch[][];
  belowZero: TextStretch[];
}

/**
 * Puts neighbouring symbols of one step together.
 * @param offsets of the symbols, in the order of the text
 * @param end offset after the last of them
 */
export function stepStretches(
  { offsets, values }: { offsets: number[]; values: (number | null)[] },
  end: number,
  scale: Scale,
): Steps {
  const found: Steps = { steps: Array.from({ length: stepCount }, () => []), belowZero: [] };
  offsets.forEach((from, index) => {
    const to = offsets[index + 1] ?? end;
    const value = values[index] ?? null;
    const step = stepOf(value, scale.limits);
    if (step === 0) return;
    append(found.steps[step - 1]!, from, to);
    if (scale.isSigned && value! < 0) append(found.belowZero, from, to);
  });
  return found;
}

function append(stretches: TextStretch[], from: number, to: number): void {
  const last = stretches.at(-1);
  if (last?.to === from) last.to = to;
  else stretches.push({ from, to });
}
