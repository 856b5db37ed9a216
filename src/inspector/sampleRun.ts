import { startEngine } from '../engine/backend/engine';
import { isKnownToKernels } from '../engine/model/isKnownToKernels';
import { readSavedModel } from '../engine/weights/savedModel';
import { sampleText } from '../engine/tasks/languageModel/sampler';
import type { EngineSettings, SampleRequest } from '../protocol/session';
import { readRunCheckpoint } from './runCheckpoint';

/** A text that a checkpoint wrote. */
export interface RunSample {
  text: string;
  /** The checkpoint's file. */
  file: string;
  /** Which newer checkpoints could not be read, in words. */
  passedOver?: string;
  /** Why what was asked for does not compute here, in words. */
  reason?: string;
}

/** Samples a text from a checkpoint of a run; without a name from the newest one that is whole. */
export async function sampleRun(
  { directory, checkpoint = 'last', ...request }: SampleRequest & { directory: string; checkpoint?: string },
  engine: EngineSettings = { engine: 'auto', kernels: 'auto' },
): Promise<RunSample> {
  const { file, bytes, passedOver } = await readRunCheckpoint(directory, checkpoint);
  const saved = readSavedModel(bytes, file);
  const threads = engine.threads || 1; // one lane is read: more threads would only wait
  const { reason } = await startEngine({ ...engine, threads, needsTensors: !isKnownToKernels(saved.experiment.model) });
  return { text: sampleText(saved, request), file, passedOver, reason };
}
