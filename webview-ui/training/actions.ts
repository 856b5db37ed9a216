import type { FromTrainingPanel } from '../../src/protocol/trainingPanel';
import type { ViewState } from './viewState';

/** Sends a message to the host. */
export type Send = (message: FromTrainingPanel) => void;

/** What can be done on the page. */
export interface Actions {
  send: Send;
  closeNotice(): void;
  chooseTab(tab: ViewState['tab']): void;
  chooseLayer(layer: number): void;
  showAllSteps(): void;
}
