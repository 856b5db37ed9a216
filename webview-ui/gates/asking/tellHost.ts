import type { FromGatesPanel } from '../../../src/protocol/gatesPanel';
import type { Shown } from '../shown';

/** Tells the host what is chosen here, and only what has changed. */
export class TellHost {
  private seen = '';
  private sorted: number[] | undefined;
  private at: number | undefined;
  private isPlaying = false;

  constructor(private readonly send: (message: FromGatesPanel) => void) {}

  /** The person has chosen a symbol; told with the next drawing, so at most once a frame. */
  chosen(at: number): void {
    this.at = at;
  }

  /** Tells what differs from the last time. */
  tell({ view, order, overview }: Shown): void {
    const { layer, quantity, unit } = view;
    if (this.at !== undefined) this.send({ type: 'chosen', at: this.at });
    this.at = undefined;
    const isPlaying = view.play !== undefined;
    if (isPlaying !== this.isPlaying) this.send({ type: 'playing', isPlaying });
    this.isPlaying = isPlaying;
    const seen = unit === undefined ? '' : `${layer} ${quantity} ${unit}`;
    if (seen !== this.seen) this.send({ type: 'seeUnit', layer, quantity, unit });
    this.seen = seen;
    if (order === this.sorted || overview === undefined) return;
    this.sorted = order;
    this.send({ type: 'sorted', layer, order });
  }
}
