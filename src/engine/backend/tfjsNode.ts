import { registerBackend } from '@tensorflow/tfjs-core';
import { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import '@tensorflow/tfjs-node/dist/register_all_kernels';

/*
 * A bundle of its own, tensorflow/tfjsNode.cjs: the part of @tensorflow/tfjs-node that computes. Its index, which looks
 * for a binding in node_modules, is left out. TensorFlow.js keeps its engine and its kernels in globals, so that this
 * bundle's copy of it and that of the process are one.
 */

/** Makes native TensorFlow the backend "tensorflow" of TensorFlow.js. @param binding tfjs_binding.node, loaded */
export function registerTensorflow(binding: object): void {
  registerBackend('tensorflow', () => new NodeJSKernelBackend(binding as never, '@tensorflow/tfjs-node') as never);
}
