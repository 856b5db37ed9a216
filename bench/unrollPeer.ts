import { join } from 'node:path';
import { Peer } from './peer';
import type { UnrollMethods } from './peers/messages';
import type { Setting } from './row';

/** The command of a process of this version of Node that runs a bundle of bench/peers. */
export function nodeCommand({ root, profiles }: Setting, bundle: string, parameters: string[]): [string, string[]] {
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  return [process.execPath, [...profiling, '--expose-gc', join(root, 'dist', `bench-${bundle}.cjs`), ...parameters]];
}

/**
 * Starts a process of Unroll.
 * @param choice auto takes what there is; any other is the only one
 * @returns it, or why it cannot be measured
 */
export function startUnroll(
  setting: Setting,
  choice: string,
  threads: number,
): Promise<Peer<UnrollMethods> | { absent: string }> {
  return Peer.start<UnrollMethods>(...nodeCommand(setting, 'unroll', [choice, String(threads)]));
}

/** Starts a process of Unroll with the best kernels that there are. */
export async function startBestUnroll(setting: Setting, threads: number): Promise<Peer<UnrollMethods>> {
  const peer = await startUnroll(setting, 'auto', threads);
  if ('absent' in peer) throw new Error(peer.absent);
  return peer;
}
