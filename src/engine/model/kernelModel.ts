import type { Experiment } from '../../protocol/experiment';
import type { Kernels } from '../kernels/kernels';
import { KernelNetwork } from '../kernels/network';
import { KernelReader } from './kernelReader';
import { shapeOfModel } from '../layers/kernelShape';
import type { LanguageModel, ReaderOptions, TextReader } from './languageModel';
import { parametersOf, type Parameter } from '../weights/parameters';

/** The language model that kernels compute; its weights lie in their memory. */
export class KernelModel implements LanguageModel {
  readonly parameters: Parameter[];
  readonly network: KernelNetwork;

  /**
   * @param values the weights to begin with, one after the other in the order of `parameters`; copied
   * @param slots arrays that an optimiser remembers; -1 where the model only reads
   */
  constructor(
    kernels: Kernels,
    readonly model: Experiment['model'],
    readonly vocabulary: number,
    values: Float32Array,
    slots = -1,
  ) {
    this.parameters = parametersOf(model, vocabulary);
    this.network = new KernelNetwork(kernels, shapeOfModel(model, vocabulary), slots);
    if (values.length !== this.values.length) throw new RangeError(`${values.length} weights do not fit the model`);
    this.values.set(values);
    this.changed();
  }

  get values(): Float32Array {
    return this.network.values;
  }

  changed(): void {
    this.network.changed();
  }

  reader(options: ReaderOptions): TextReader {
    return new KernelReader(this, options);
  }

  dispose(): void {
    this.network.dispose();
  }
}
