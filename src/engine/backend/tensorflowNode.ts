import { engine, findBackend, matMul, setBackend, sigmoid, tensor2d, tidy } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as util from 'node:util';
import { tensorflowFiles } from '../../protocol/tensorflow';
import { quietly } from './quietly';
import { withoutNoise } from './standardError';
import type * as TfjsNode from './tfjsNode';
import { damagedFile, readTensorflow, tensorflowDirectory, tensorflowParts } from './tensorflowFiles';

/** What became of starting native TensorFlow: its version and threads, or one sentence why it does not start. */
export type StartedTensorflow = { version: string; threads: number } | { whyNot: string };

let loaded: { version: string; threads: number } | undefined;

/**
 * Loads native TensorFlow, once in a process, and makes it the backend. This is the only file that knows tfjs-node.
 * @param threads all cores where it is 0 or missing; a process keeps the number that it has loaded it with
 * @param installed the folder with its manifest
 */
export async function startTensorflow(
  threads = 0,
  installed = join(tensorflowDirectory(), tensorflowFiles.installed),
): Promise<StartedTensorflow> {
  const before = engine().backendName || undefined;
  try {
    loaded ??= await load(installed, Math.floor(threads) > 0 ? Math.floor(threads) : availableParallelism());
    await setBackend('tensorflow');
    tryOut();
    return loaded;
  } catch (error) {
    if (before) await setBackend(before);
    return { whyNot: error instanceof NotInstalled ? error.message : doesNotLoad(error) };
  }
}

/** Nothing is wrong but that it is not there. */
class NotInstalled extends Error {}

async function load(installed: string, threads: number): Promise<{ version: string; threads: number }> {
  const manifest = await readTensorflow(installed);
  if (!manifest)
    throw new NotInstalled(
      l10n.t('Native TensorFlow is not installed. The command "Install Native TensorFlow" installs it.'),
    );
  const damaged = await damagedFile(installed, manifest);
  if (damaged) throw new Error(l10n.t('its file {0} is damaged; install it again', damaged));
  setEnvironment(threads);
  putBackUtilities();
  const require = createRequire(__filename);
  const binding = withoutNoise(
    join(installed, tensorflowFiles.standardError),
    () => require(join(installed, tensorflowFiles.binding)) as { TF_Version: string },
  );
  if (!findBackend('tensorflow')) {
    await quietly(async () => {
      const { registerTensorflow } = require(join(tensorflowParts(), 'tfjsNode.cjs')) as typeof TfjsNode;
      registerTensorflow(binding);
    });
  }
  return { version: binding.TF_Version, threads };
}

/** TensorFlow reads these when it loads. */
function setEnvironment(threads: number): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] = '1'; // operations follow one another
}

/** tfjs-node calls functions that Node 23 has removed, or that warn of it. */
function putBackUtilities(): void {
  const utilities = createRequire(__filename)('node:util') as Record<string, unknown>;
  utilities['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  utilities['isArray'] = Array.isArray;
}

function doesNotLoad(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : util.inspect(error)).split('\n');
  return l10n.t('Native TensorFlow does not load here: {0}.', line.trim().replace(/[.\s]*$/, ''));
}

/** What has loaded may still not compute. */
function tryOut(): void {
  const [value] = tidy(() => {
    const x = tensor2d([1, 2], [1, 2]);
    return sigmoid(matMul(x, x, false, true)).dataSync();
  });
  if (!(Math.abs(value! - 0.9933) < 1e-3)) throw new Error(`sigmoid(5) came out as ${value}`);
}
