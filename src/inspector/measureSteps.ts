import { constants, setPriority } from 'node:os';
import { startEngine } from '../engine/backend/engine';
import type { readDataset } from '../engine/tasks/languageModel/dataset';
import { checkMemory } from '../engine/experiment/estimate';
import { needsTensors } from '../engine/model/isKnownToKernels';
import { Training } from '../engine/training/training';
import type { Computing, ExperimentText, MeasuredSteps } from '../protocol/preview';
import { openedOrRefused } from './openedOrRefused';
import { timeSteps } from './timeSteps';

/**
 * Takes a few learning steps of an experiment as a session would, and keeps the time. Lowers the priority of this
 * process for good: whoever asks has a process for it.
 * @throws UserError where the experiment cannot be trained
 */
export async function measureSteps(
  { path, text, ...computing }: ExperimentText & Computing,
  read: typeof readDataset,
  signal?: AbortSignal,
): Promise<MeasuredSteps> {
  lowerPriority();
  const { experiment, dataset } = await openedOrRefused(path, text, read);
  const engine = await startEngine({ ...computing, needsTensors: needsTensors(experiment) });
  checkMemory(experiment, dataset.vocabulary.size, engine.kernels);
  const training = Training.create({ experiment, dataset });
  try {
    const takeStep = (): void => void training.takeStep({ profile: false, reach: false });
    const timed = await timeSteps(takeStep, () => pause(signal));
    return { engine, ...timed, epochMs: timed.stepMs * training.stepsPerEpoch };
  } finally {
    training.dispose();
  }
}

/** Lets a cancellation arrive. */
async function pause(signal?: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

/** Before any thread is started: threads have the priority of the one that starts them. */
function lowerPriority(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // some systems refuse; measuring is then as eager as everything else
  }
}
