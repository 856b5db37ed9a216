import { add, engine, zeros, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { scoped } from '../backend/scoped';

/** An operation as TensorFlow.js records it. */
interface Node {
  inputs: NamedTensorMap;
  outputs: Tensor[];
  saved: Tensor[];
  /** By the gradients by its outputs: what computes those by its inputs. */
  gradient?: (byOutputs: (Tensor | null)[]) => Record<string, () => Tensor>;
}

/** What decides, in the engine of TensorFlow.js, whether and where operations are recorded; its version is pinned. */
interface Recorder {
  activeTape: Node[] | null;
  gradientDepth: number;
  kernelDepth: number;
}

/**
 * Reverse-mode differentiation of what was recorded, any number of times, by any tensors on the way: tf.grads computes
 * everything once more for each question, and differentiates by its arguments alone.
 */
export class GradientTape {
  private readonly nodes: Node[] = [];

  /** Records what `body` computes with tensors. Nothing else is recorded meanwhile. */
  record<T>(body: () => T): T {
    const recorder = (engine() as unknown as { state: Recorder }).state;
    const { activeTape, gradientDepth, kernelDepth } = recorder;
    Object.assign(recorder, { activeTape: this.nodes, gradientDepth: 1, kernelDepth: 0 } satisfies Recorder);
    try {
      return body();
    } finally {
      Object.assign(recorder, { activeTape, gradientDepth, kernelDepth } satisfies Recorder);
    }
  }

  /**
   * Total gradients, through everything that was recorded. Called inside tidy.
   * @param results with the gradient by each, of its shape
   * @param wanted results may be among them
   * @returns one for each wanted tensor; zeros where no result depends on it
   */
  gradients<T extends Tensor>(results: [Tensor, Tensor][], wanted: T[]): T[] {
    const reached = this.reachedFrom(wanted);
    const found = new Map<number, Tensor>();
    const give = ({ id }: Tensor, gradient: Tensor) => {
      const before = found.get(id);
      found.set(id, before ? add(before, gradient) : gradient);
    };
    for (const [result, gradient] of results) give(result, gradient);
    for (let i = this.nodes.length - 1; i >= 0; i--) {
      const { inputs, outputs, gradient } = this.nodes[i]!;
      const byOutputs = outputs.map(({ id }) => (reached.has(id) ? (found.get(id) ?? null) : null));
      if (byOutputs.every((each) => each === null)) continue;
      const slopes = gradient!(byOutputs);
      for (const [name, input] of Object.entries(inputs)) if (reached.has(input.id)) give(input, scoped(slopes[name]!));
    }
    return wanted.map(({ id, shape }) => (found.get(id) as T | undefined) ?? (zeros(shape) as T));
  }

  /** Releases what the operations have kept. */
  dispose(): void {
    for (const { saved } of this.nodes.splice(0)) saved.forEach((tensor) => tensor.dispose());
  }

  /** The wanted tensors and all that were made of them, by number. */
  private reachedFrom(wanted: Tensor[]): Set<number> {
    const reached = new Set(wanted.map(({ id }) => id));
    for (const { inputs, outputs } of this.nodes)
      if (Object.values(inputs).some(({ id }) => reached.has(id))) outputs.forEach(({ id }) => reached.add(id));
    return reached;
  }
}
