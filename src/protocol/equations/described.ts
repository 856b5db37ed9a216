import type { CellName, Experiment } from '../experiment';
import type { ActivationName, HiddenLayers } from '../networkSchema';

/** A layer as far as its equations depend on it: one of an experiment, or of a lens. */
export interface Described {
  cell: CellName;
  /** Of an LSTM: what squashes its candidate, and what its gates see of the memory. */
  candidate?: 'tanh' | 'sigmoid';
  peephole?: 'none' | 'diagonal' | 'full';
  /** Of a GRU: where the reset gate acts, and what an update gate of 1 does. */
  reset?: 'before' | 'after';
  update?: 'keep' | 'replace';
  /** Of an Elman or Jordan network, and of a deep transition: phi. */
  activation?: ActivationName;
  /** Of a Jordan network: what of the output is fed back, and whether it is the true one. */
  feedback?: 'logits' | 'softmax';
  teacherForcing?: boolean;
  /** Of a deep transition. */
  transition?: 'additive' | 'nested';
  hiddenToHidden?: HiddenLayers;
  inputToHidden?: HiddenLayers;
  /** Of a window model: the inputs that it sees, and whether they go to the output besides. */
  context?: number;
  direct?: boolean;
  /** Share of its outputs that the layer above does not see while training. */
  dropout?: number;
  /** What can be seen of it by name, where that is known. */
  quantities?: readonly string[];
  /** Of an own cell: the names of its parameters, where they are known. */
  parameters?: readonly string[];
  /** Of the last layer: the hidden layers of the head that reads it. */
  head?: HiddenLayers;
}

/** Whether h stays between -1 and 1 by its equations. */
export const keepsWithinOne = ({ cell, activation = 'tanh' }: Pick<Described, 'cell' | 'activation'>): boolean =>
  cell !== 'own' && (activation === 'tanh' || activation === 'sigmoid');

const options = [
  'candidate',
  'peephole',
  'reset',
  'update',
  'activation',
  'feedback',
  'teacherForcing',
  'transition',
  'hiddenToHidden',
  'inputToHidden',
  'context',
  'direct',
  'dropout',
] as const;

/** A layer of a model with what its equations need, of itself and of the rest. */
export function describedLayer({ layers, head }: Pick<Experiment['model'], 'layers' | 'head'>, k: number): Described {
  const layer: Described = layers[k]!;
  const own = Object.fromEntries(options.filter((field) => field in layer).map((field) => [field, layer[field]]));
  return { cell: layer.cell, ...own, ...(k < layers.length - 1 ? {} : { head: head?.hidden ?? [] }) };
}
