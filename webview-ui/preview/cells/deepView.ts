import type { CellView } from './cellView';

/** A deep transition: networks of hidden layers between one state and the next. */
export const deepView: CellView = { name: 'Deep', states: ['h'] };
