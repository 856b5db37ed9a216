import { window } from 'vscode';
import type { RunUpdate, ToTrainingPanel } from '../../protocol/trainingPanel';
import { readFrozenExperiment } from '../../runs/runFolder';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { isAlive } from '../lab/runAbilities';
import { sampleFrom } from '../lab/sampleFrom';

/** Samples a text as in training. A live session puts it into the run's files, from which the panel gets it. */
export async function sampleForPanel(lab: Lab, run: ListedRun): Promise<ToTrainingPanel | undefined> {
  const { training } = await readFrozenExperiment(run.directory);
  const { temperature, sampleLength: length } = training;
  const { text, file, passedOver } = await sampleFrom(lab, run, { temperature, length });
  if (isAlive(run)) return undefined;
  if (passedOver) void window.showWarningMessage(passedOver);
  const step = run.record?.checkpoints.find((each) => each.file === file)?.step ?? 0;
  return { type: 'update', update: { ...nothingNew(), samples: [{ step, temperature, text }] } };
}

function nothingNew(): RunUpdate {
  const none = (): Float64Array => new Float64Array();
  return {
    steps: {
      step: none(),
      epoch: none(),
      loss: none(),
      gradientNorm: none(),
      clippedNorm: none(),
      learningRate: none(),
      regulariser: none(),
      stepMs: none(),
      nonFinite: none(),
    },
    validation: { step: none(), loss: none() },
    profile: new Float32Array(),
    reach: new Float32Array(),
    samples: [],
  };
}
