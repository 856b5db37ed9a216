/** The commands of the manifest. */
export const commandIds = [
  'unroll.newExperiment',
  'unroll.addSample',
  'unroll.previewExperiment',
  'unroll.compareAtEqualParameters',
  'unroll.train',
  'unroll.pauseRun',
  'unroll.resumeRun',
  'unroll.stopRun',
  'unroll.stepOnce',
  'unroll.setLearningRate',
  'unroll.openTrainingPanel',
  'unroll.sampleText',
  'unroll.chooseEngine',
  'unroll.installTensorflow',
  'unroll.removeTensorflow',
  'unroll.deleteRun',
  'unroll.openExperiment',
  'unroll.lookThrough',
  'unroll.lookThroughWeights',
  'unroll.closeLens',
  'unroll.lookAtDocument',
  'unroll.stopLookingAtDocument',
  'unroll.colourText',
  'unroll.lookBack',
  'unroll.stopLookingBack',
  'unroll.playGate',
  'unroll.stopPlaying',
  'unroll.holdProbe',
  'unroll.openGatesPanel',
  'unroll.newCell',
  'unroll.checkCell',
  'unroll.refresh',
  'unroll.showLog',
] as const;

/** The name of a command of the manifest. */
export type CommandId = (typeof commandIds)[number];

/** What a command does with what it was started with: a row of a tree, a path, or nothing when it comes from the palette. */
export type CommandHandler = (...args: unknown[]) => Promise<void> | void;
