import type { EngineChoice } from '../../protocol/session';
import { isTensorflowInstalled } from './tensorflowFiles';

/**
 * Which engine a choice amounts to. "auto" takes native TensorFlow where tensor operations carry the model and it is
 * installed; kernels need none.
 * @param isTensorHeavy whether TensorFlow.js computes most of the model: reference kernels, own cells, attention
 */
export async function chosenEngine(choice: EngineChoice, isTensorHeavy: boolean): Promise<'embedded' | 'tensorflow'> {
  if (choice !== 'auto') return choice;
  return isTensorHeavy && (await isTensorflowInstalled()) ? 'tensorflow' : 'embedded';
}
