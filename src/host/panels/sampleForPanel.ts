import { window } from 'vscode';
import { emptyUpdate, type ToTrainingPanel } from '../../protocol/trainingPanel';
import { readFrozenExperiment } from '../../runs/runFolder';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { isAlive } from '../lab/runAbilities';
import { sampleFrom } from '../lab/sampleFrom';
import { plainMessage } from '../plainText';

/** Samples a text as in training. A live session puts it into the run's files, from which the panel gets it. */
export async function sampleForPanel(lab: Lab, run: ListedRun): Promise<ToTrainingPanel | undefined> {
  const { training } = await readFrozenExperiment(run.directory);
  const { temperature, sampleLength: length } = training;
  const { text, file, passedOver } = await sampleFrom(lab, run, { temperature, length });
  if (isAlive(run)) return undefined;
  if (passedOver) void window.showWarningMessage(plainMessage(passedOver));
  const step = run.record?.checkpoints.find((each) => each.file === file)?.step ?? 0;
  return { type: 'update', update: emptyUpdate({ samples: [{ step, temperature, text }] }) };
}
