import type { FromGatesPanel } from '../../src/protocol/gatesPanel';
import type { Zoom } from './painting/textAxis';
import type { ViewState } from './viewState';

/** What can be done on the page. */
export interface Actions {
  send(message: FromGatesPanel): void;
  closeNotice(): void;
  /** Shows the field for a probe text, or takes it away. */
  askForProbe(isAsked: boolean): void;
  /** Chooses what to look at. */
  change(choice: Partial<ViewState>): void;
  zoom(zoom: Zoom): void;
  /** Chooses the unit of a dot of the saturation picture. */
  chooseDot(event: MouseEvent): void;
  savePicture(): void;
  saveNumbers(format: 'csv' | 'npy'): void;
}
