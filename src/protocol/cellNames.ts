import type { CellName } from './experiment';

/** Cells by the names that people use. */
export const cellNames: Record<CellName, string> = {
  lstm: 'LSTM',
  gru: 'GRU',
  elman: 'Elman',
  deep: 'Deep transition',
  jordan: 'Jordan',
  'feed-forward': 'Feed-forward',
  own: 'Own cell',
};
