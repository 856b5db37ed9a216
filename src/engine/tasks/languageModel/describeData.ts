import type { DataDescription } from '../../../protocol/inspector';
import { readDataset } from './dataset';

/** Size and vocabulary of a text. @throws UserError where it is no UTF-8 text */
export async function describeData(path: string): Promise<DataDescription> {
  const { bytes, training, vocabulary } = await readDataset(path, { split: [1, 0, 0] });
  return { bytes, symbols: training.length, vocabulary: vocabulary.size };
}
