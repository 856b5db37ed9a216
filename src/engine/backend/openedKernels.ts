import { availableParallelism } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { KernelChoice } from '../../protocol/session';
import { UserError } from '../../protocol/userError';
import type { Kernels } from '../kernels/kernels';
import { openKernels } from '../kernels/openKernels';

/** What became of a wish for kernels. */
export interface OpenedKernels {
  /** Missing where none work here, or none are wished for. */
  kernels?: Kernels;
  /** One sentence for each that was wished for and does not work here. */
  reasons: string[];
}

const MOST_THREADS = 64;
const opened = new Map<string, Promise<OpenedKernels>>();

/**
 * Opens kernels, or answers those that this process has opened for the same wish.
 * @param threads all cores where it is 0 or missing
 */
export async function openedKernels(choice: KernelChoice, threads = 0): Promise<OpenedKernels> {
  if (choice === 'reference') return { reasons: [] };
  const key = JSON.stringify([choice, threads]);
  const before = await opened.get(key);
  if (before && !hasDied(before)) return before;
  const now = openKernels(
    known(choice),
    Math.min(MOST_THREADS, Math.max(1, Math.floor(threads) || availableParallelism())),
  );
  opened.set(key, now);
  return now;
}

/** @throws UserError where it is none, as settings can be edited by hand */
function known<C extends KernelChoice>(choice: C): C {
  const choices: KernelChoice[] = ['auto', 'native', 'wasm', 'wasm-simd', 'reference'];
  if (choices.includes(choice)) return choice;
  throw new UserError(
    l10n.t('There are no kernels {0}.', JSON.stringify(choice)),
    l10n.t('Set "unroll.kernels" to one of {0}.', choices.join(', ')),
  );
}

/** A thread that has died takes its kernels with it. */
function hasDied({ kernels }: OpenedKernels): boolean {
  try {
    kernels?.call('kernels_vector_length');
    return false;
  } catch {
    return true;
  }
}
