import type { Case } from '../cases';

/** What a measured process says first, as a line of JSON: who it is, or why it cannot be measured. */
export type Greeting = { ready: { name: string; instructions?: string } } | { absent: string };

/** What any measured process can be asked: a line of JSON in, a line of JSON out. */
export interface PeerMethods {
  /** Makes the model of a case, in place of the one before, and warms it up. */
  open(params: Case): { note?: string };
  /** Takes steps for so long, but at least so many; milliseconds of each. */
  round(params: { ms: number; steps: number }): { stepMs: number[] };
}

/** What an Unroll process can be asked besides, of the model of the case; all times in milliseconds. */
export interface UnrollMethods extends PeerMethods {
  /** Takes so many steps, with profile and reach at every twentieth. */
  train(params: { steps: number }): Record<string, never>;
  /** Samples a text of so many symbols. */
  sample(params: { length: number }): { ms: number };
  /** Measures the validation loss. */
  validate(params: Record<string, never>): { ms: number; symbols: number };
  /** Reads so many symbols in so many lanes, keeping every gate of a piece at a time. */
  readGates(params: { symbols: number; lanes: number }): { ms: number };
  /** Multiplies square matrices of TensorFlow.js for so long; milliseconds of each product. */
  product(params: { size: number; ms: number }): { ms: number[] };
  /** Resident memory of the process in bytes, garbage collected first, and tensors of TensorFlow.js. */
  memory(params: Record<string, never>): { bytes: number; tensors: number };
}
