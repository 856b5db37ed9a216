import * as l10n from '@vscode/l10n';
import type { NamedArray } from '../formats/safetensors';

/** Gates by the rows that a cell's recurrent matrix has for each unit. */
const cellOf: Record<number, string> = { 1: 'elman', 3: 'gru', 4: 'lstm' };

/** The model that weights under PyTorch's names were most likely made with, as a remedy; undefined where it is not seen. */
export function likelyModel(tensors: Map<string, NamedArray>): string | undefined {
  const layers: { cell: string; units: number }[] = [];
  for (let shape; (shape = tensors.get(`rnn.weight_hh_l${layers.length}`)?.shape);) {
    const [rows = 0, units = 0] = shape;
    const cell = cellOf[rows / units];
    if (cell === undefined) return undefined;
    layers.push({ cell, units });
  }
  if (layers.length === 0) return undefined;
  const embedding = tensors.get('embedding.weight')?.shape[1];
  const model = { input: embedding === undefined ? 'one-hot' : { embedding }, layers };
  return l10n.t('They were most likely made with {0}.', `"model": ${JSON.stringify(model)}`);
}
