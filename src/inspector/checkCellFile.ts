import { startTensors } from '../engine/backend/startTensors';
import { checkCell } from '../engine/experiment/checkCell';
import { readCell } from '../engine/experiment/readCell';
import type { CellCheck } from '../protocol/inspector';

/** Compares the gradients of the cell in a file with finite differences. @throws UserError where the cell fails */
export async function checkCellFile(path: string): Promise<CellCheck> {
  const source = await readCell(path);
  await startTensors();
  return checkCell({ file: path, ...source });
}
