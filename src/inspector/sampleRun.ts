import { startEngine } from '../engine/backend/engine';
import { isKnownToKernels } from '../engine/model/isKnownToKernels';
import { readSavedModel } from '../engine/weights/savedModel';
import { sampleText } from '../engine/tasks/languageModel/sampler';
import type { EngineSettings, SampleRequest } from '../protocol/session';
import { readRunCheckpoint } from './runCheckpoint';

/** Samples a text from a checkpoint of a run; without a name from the newest one that is whole. */
export async function sampleRun(
  { directory, checkpoint = 'last', ...request }: SampleRequest & { directory: string; checkpoint?: string },
  engine: EngineSettings = { engine: 'auto', kernels: 'auto' },
): Promise<string> {
  const { file, bytes } = await readRunCheckpoint(directory, checkpoint);
  const saved = readSavedModel(bytes, file);
  const threads = engine.threads || 1; // one lane is read: more threads would only wait
  await startEngine({ ...engine, threads, needsTensors: !isKnownToKernels(saved.experiment.model) });
  return sampleText(saved, request);
}
