import { env, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as l10n from '@vscode/l10n';
import { quietly } from './quietly';

/** Which embedded backend started, and why not the better one. */
export interface EmbeddedBackend {
  backend: 'wasm' | 'cpu';
  reason?: string;
}

/**
 * Starts the WASM backend, whose binaries lie beside the bundle or in node_modules; plain JavaScript where it cannot.
 */
export async function startEmbedded(): Promise<EmbeddedBackend> {
  env().set('PROD', true); // otherwise the plain JavaScript backend advertises on the console
  const { result: isStarted, said } = await quietly(() => withoutProcessHandlers(() => setBackend('wasm')));
  if (isStarted) return { backend: 'wasm' };
  await setBackend('cpu');
  const detail = said.find((line) => line.trim() !== '')?.split('\n')[0] ?? l10n.t('no reason given');
  return {
    backend: 'cpu',
    reason: l10n.t(
      'WebAssembly did not start here ({0}): plain JavaScript computes instead, and is much slower.',
      detail,
    ),
  };
}

/** The WASM glue adds handlers for uncaught errors to the process, which would hide those of the program. */
async function withoutProcessHandlers<T>(body: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  try {
    return await body();
  } finally {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException'))
        if (!before[i]!.includes(listener)) process.removeListener(event, listener);
    });
  }
}
