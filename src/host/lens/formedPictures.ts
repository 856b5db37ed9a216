import type { FormedPicture } from '../../protocol/gatesPanel';
import type { PanelQuantity } from '../../protocol/lens';

/** A probe text at one checkpoint: by layer and quantity the units by the symbols. */
export interface FormedStep {
  step: number;
  pictures: Map<string, string>;
}

/** Checkpoints that are kept at most, and the letters of their numbers. */
const [mostSteps, mostLetters] = [12, 48e6];

/** How a probe text was seen at the checkpoints that were followed, the oldest first. */
export class FormedPictures {
  private steps: FormedStep[] = [];

  constructor(
    private readonly most = mostSteps,
    private readonly mostKept = mostLetters,
  ) {}

  /** Adds a checkpoint; what stood from its step on was of a training that was taken back. */
  add(added: FormedStep): void {
    this.steps = [...this.steps.filter(({ step }) => step < added.step), added];
    while (this.steps.length > this.most || (this.letters > this.mostKept && this.steps.length > 2))
      this.steps.splice(leastMissed(this.steps.map(({ step }) => step)), 1);
  }

  of(layer: number, quantity: PanelQuantity): FormedPicture[] {
    const key = pictureKey(layer, quantity);
    return this.steps.flatMap(({ step, pictures }) => {
      const values = pictures.get(key);
      return values === undefined ? [] : [{ step, values }];
    });
  }

  clear(): void {
    this.steps = [];
  }

  private get letters(): number {
    const sizes = this.steps.flatMap(({ pictures }) => [...pictures.values()].map(({ length }) => length));
    return sizes.reduce((sum, length) => sum + length, 0);
  }
}

/** Names a picture of a checkpoint. */
export const pictureKey = (layer: number, quantity: PanelQuantity): string => `${layer} ${quantity}`;

/**
 * The step whose neighbours are nearest to each other by their ratio: gates form early and then ever more slowly. The
 * first and the last are always kept.
 */
export function leastMissed(steps: number[]): number {
  const gap = (index: number): number => (steps[index + 1]! + 1) / (steps[index - 1]! + 1);
  const inner = steps.slice(1, -1).map((_, index) => index + 1);
  return inner.reduce((best, index) => (gap(index) < gap(best) ? index : best), 1);
}
