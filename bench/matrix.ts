import { nameOf, type Case } from './cases';
import type { Result } from './compare';
import type { ContestantName } from './contestants';
import { inWords } from './row';
import { bestOf } from './stepRows';

const columns: ContestantName[] = ['native', 'wasm', 'wasm-simd', 'reference', 'pytorch', 'tfjs', 'tfjs-node'];

/** Milliseconds a step of every case and contestant at its best number of threads, and how many times PyTorch's best. */
export function matrixOf(all: [Case, Result[]][]): string {
  const lines = all.map(([of, results]) => [nameOf(of), ...columns.map((name) => cellOf(results, name))]);
  const head = ['ms a step (x PyTorch)', ...columns];
  const isThere = head.map((_, column) => column === 0 || lines.some((line) => line[column] !== ''));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(column === 0 ? 34 : 16))
        .filter((_, column) => isThere[column])
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

function cellOf(results: Result[], name: ContestantName): string {
  const best = bestOf(results, name);
  if (!best) return '';
  const pytorch = bestOf(results, 'pytorch');
  const ratio = pytorch && name !== 'pytorch' ? ` (${(pytorch.stepMs / best.stepMs).toFixed(2)})` : '';
  return `${inWords(best.stepMs)}${ratio}`;
}
