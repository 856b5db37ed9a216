import { engine, matMul, setBackend, sigmoid, tensor2d, tidy } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import { quietly } from './quietly';

/** The package is found at run time, so that no bundler takes it in. */
const packageName = ['@tensorflow', 'tfjs-node'].join('/');

/**
 * Loads native TensorFlow and makes it the backend. This is the only file that knows @tensorflow/tfjs-node, whose
 * native library is missing on many machines.
 * @returns one sentence why it cannot, where it cannot
 */
export async function startTensorflow(): Promise<string | undefined> {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const before = engine().backendName || undefined;
  try {
    await quietly(() => import(/* @vite-ignore */ packageName));
    await setBackend('tensorflow');
    tryOut();
    return undefined;
  } catch (error) {
    if (before) await setBackend(before);
    return whyNot(error instanceof Error ? error.message : String(error));
  }
}

function whyNot(message: string): string {
  if (message.includes(`package '${packageName}'`))
    return l10n.t('Native TensorFlow is not here: the package {0} is not installed.', packageName);
  if (message.includes('tfjs_binding.node'))
    return l10n.t('Native TensorFlow is not here: the package {0} is, but without its native library.', packageName);
  return l10n.t(
    'Native TensorFlow does not load here: {0}.',
    message
      .split('\n')[0]!
      .trim()
      .replace(/[.\s]*$/, ''),
  );
}

/** It loads on versions of Node where its operations then fail. */
function tryOut(): void {
  const [value] = tidy(() => {
    const x = tensor2d([1, 2], [1, 2]);
    return sigmoid(matMul(x, x, false, true)).dataSync();
  });
  if (!(Math.abs(value! - 0.9933) < 1e-3)) throw new Error(`sigmoid(5) came out as ${value}`);
}
