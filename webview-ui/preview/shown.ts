import type { Notation } from '../../src/protocol/notation';
import type { NetworkPreview, Timing } from '../../src/protocol/preview';
import type { ViewState } from './viewState';

/** Everything that the page shows. */
export interface Shown {
  name: string;
  isDraft: boolean;
  mayTrain?: boolean;
  problems: { message: string; remedy: string }[];
  preview?: NetworkPreview;
  /** Whose letters are shown. */
  notation: Notation;
  timing?: Timing;
  notice?: string;
  view: ViewState;
  width: number;
}
