import { engine, tensor, type KernelBackend, type Tensor } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Tensors of the WASM backend lie in its heap, where plain loops can read and write them without a copy. */
function isInHeap(backend: KernelBackend): backend is BackendWasm {
  return 'typedArrayFromHeap' in backend;
}

/**
 * An operation written as plain loops, for what TensorFlow.js lacks or does slowly. It has no gradient of its own.
 * @param inputs float32 tensors
 * @param shape of the result
 * @param body reads the inputs and writes every element of the output; the arrays are its own only until it returns
 * @returns a tensor that the caller disposes
 */
export function compute<T extends Tensor>(
  inputs: Tensor[],
  shape: T['shape'],
  body: (inputs: Float32Array[], output: Float32Array) => void,
): T {
  const { backend } = engine();
  if (!isInHeap(backend)) {
    const output = new Float32Array(shape.reduce((size, length) => size * length, 1));
    body(inputs.map(viewOf), output);
    return tensor(output, shape) as T;
  }
  const info = backend.makeOutput(shape, 'float32'); // first: it may grow the heap, which would detach the inputs
  body(inputs.map(viewOf), backend.typedArrayFromHeap(info) as Float32Array);
  return engine().makeTensorFromTensorInfo(info, backend) as T;
}

/** The numbers of a float32 tensor without a copy where possible: to be read at once, before any other operation. */
export function viewOf(source: Tensor): Float32Array {
  const { backend } = engine();
  return (isInHeap(backend) ? backend.typedArrayFromHeap(source) : source.dataSync()) as Float32Array;
}
