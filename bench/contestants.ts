import { join } from 'node:path';
import type { Case } from './cases';
import { isStandard } from './cases';
import { Peer } from './peer';
import type { Setting } from './row';
import { nodeCommand } from './unrollPeer';

/** What is compared: kernels of Unroll, or a peer. */
export type ContestantName = 'native' | 'wasm' | 'wasm-simd' | 'reference' | 'pytorch' | 'tfjs' | 'tfjs-node';

/** One measured process among those that take turns. */
export interface Contestant {
  name: ContestantName;
  threads: number;
  /** What computes, for people. */
  title: string;
  peer: Peer;
}

/** Too slow, or too well known, for every size. */
const onlySmall = new Set<ContestantName>(['reference', 'tfjs', 'tfjs-node']);

/** Whether a contestant is measured in a case. */
export const isMeasured = (name: ContestantName, of: Case): boolean =>
  !onlySmall.has(name) || (isStandard(of) && of.units === 128);

/** What to start: name, threads, command with its parameters. */
type Entry = [name: ContestantName, threads: number, command: string, parameters: string[]];

function entriesOf(setting: Setting, threads: number[]): Entry[] {
  const unroll = (name: ContestantName, count: number): Entry => [
    name,
    count,
    ...nodeCommand(setting, 'unroll', [name, String(count)]),
  ];
  const python = process.env['UNROLL_BENCH_PYTHON'] ?? 'python3';
  const script = join(setting.root, 'bench', 'peers', 'pytorch.py');
  return [
    ...(['native', 'wasm', 'wasm-simd'] as const).flatMap((name) => threads.map((count) => unroll(name, count))),
    unroll('reference', 1),
    ...threads.map((count): Entry => ['pytorch', count, python, [script, String(count)]]),
    ['tfjs', 1, ...nodeCommand(setting, 'tfjsLayers', ['wasm'])],
    ['tfjs-node', 1, ...nodeCommand(setting, 'tfjsLayers', ['tensorflow'])],
  ];
}

/** Starts all that there is here. @returns with a sentence for each that is not here */
export async function startContestants(
  setting: Setting,
  threads: number[],
): Promise<{ contestants: Contestant[]; notes: string[] }> {
  const contestants: Contestant[] = [];
  const notes = new Set<string>();
  for (const [name, count, command, parameters] of entriesOf(setting, threads)) {
    const peer = await Peer.start(command, parameters);
    if ('absent' in peer) notes.add(`Not measured: ${name}. ${peer.absent}`);
    else contestants.push({ name, threads: count, title: titleOf(peer, count), peer });
  }
  return { contestants, notes: [...notes] };
}

function titleOf({ greeting: { name, instructions } }: Peer, threads: number): string {
  const how = instructions ? ` (${instructions})` : '';
  return `${name}${how}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
