import type { Turn } from '../turns';
import type { TracedText } from './tracedText';

/** Time steps that are read on at once rather than warmed up. */
const nearEnough = 1024;

/** Reads up to a time step where that is wanted, or near. */
export async function readUpTo(traced: TracedText, step: number, isExact: boolean, turn: Turn): Promise<void> {
  const { reached } = traced.carried;
  if (isExact || step - reached <= nearEnough) await traced.readTo(step, turn);
}
