import type { FromPreviewPanel } from '../../src/protocol/preview';

/** What can be done on the page. */
export interface Actions {
  send(message: FromPreviewPanel): void;
  closeNotice(): void;
  chooseLayer(layer: number): void;
}
