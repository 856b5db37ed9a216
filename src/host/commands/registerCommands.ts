import type { LogOutputChannel } from 'vscode';
import { commands, Disposable } from 'vscode';
import { showFailure } from '../showFailure';
import type { Lab } from '../lab';
import { addSample } from './addSample';
import { checkCell } from './checkCell';
import { chooseEngine } from './chooseEngine';
import { closeLens } from './closeLens';
import { compareAtEqualParameters } from './compareAtEqualParameters';
import { colourText } from './colourText';
import { commandIds, type CommandHandler, type CommandId } from './commandIds';
import { deleteRuns } from './deleteRuns';
import { holdProbe } from './holdProbe';
import { installTensorflow, removeTensorflow } from './installTensorflow';
import { lookAtDocument } from './lookAtDocument';
import { lookBack } from './lookBack';
import { lookThrough } from './lookThrough';
import { lookThroughWeights } from './lookThroughWeights';
import { newCell } from './newCell';
import { newExperiment } from './newExperiment';
import { openExperiment } from './openExperiment';
import { openGatesPanel } from './openGatesPanel';
import { openTrainingPanel } from './openTrainingPanel';
import { pauseRun } from './pauseRun';
import { playGate } from './playGate';
import { previewExperiment } from './previewExperiment';
import { resumeRun } from './resumeRun';
import { sampleText } from './sampleText';
import { setLearningRate } from './setLearningRate';
import { showLog } from './showLog';
import { stepOnce } from './stepOnce';
import { stopLookingAtDocument } from './stopLookingAtDocument';
import { stopLookingBack } from './stopLookingBack';
import { stopPlaying } from './stopPlaying';
import { stopRun } from './stopRun';
import { train } from './train';

/** What each command does; a command without a line here does not compile. */
const handlers: { [Id in CommandId]: (lab: Lab) => CommandHandler } = {
  'unroll.newExperiment': newExperiment,
  'unroll.addSample': addSample,
  'unroll.previewExperiment': previewExperiment,
  'unroll.compareAtEqualParameters': compareAtEqualParameters,
  'unroll.train': train,
  'unroll.pauseRun': pauseRun,
  'unroll.resumeRun': resumeRun,
  'unroll.stopRun': stopRun,
  'unroll.stepOnce': stepOnce,
  'unroll.setLearningRate': setLearningRate,
  'unroll.openTrainingPanel': openTrainingPanel,
  'unroll.sampleText': sampleText,
  'unroll.chooseEngine': chooseEngine,
  'unroll.installTensorflow': installTensorflow,
  'unroll.removeTensorflow': removeTensorflow,
  'unroll.deleteRun': deleteRuns,
  'unroll.openExperiment': openExperiment,
  'unroll.lookThrough': lookThrough,
  'unroll.lookThroughWeights': lookThroughWeights,
  'unroll.closeLens': closeLens,
  'unroll.lookAtDocument': lookAtDocument,
  'unroll.stopLookingAtDocument': stopLookingAtDocument,
  'unroll.colourText': colourText,
  'unroll.lookBack': lookBack,
  'unroll.stopLookingBack': stopLookingBack,
  'unroll.playGate': playGate,
  'unroll.stopPlaying': stopPlaying,
  'unroll.holdProbe': holdProbe,
  'unroll.openGatesPanel': openGatesPanel,
  'unroll.newCell': newCell,
  'unroll.checkCell': checkCell,
  'unroll.refresh': (lab) => () =>
    Promise.all([lab.experiments.refresh(), lab.datasets.files.refresh()]).then(() => {}),
  'unroll.showLog': showLog,
};

/** Registers every command of the manifest; what one throws is shown and logged. */
export function registerCommands(lab: Lab): Disposable {
  return Disposable.from(...commandIds.map((id) => commands.registerCommand(id, guarded(handlers[id](lab), lab.log))));
}

function guarded(handler: CommandHandler, log: LogOutputChannel): CommandHandler {
  return async (...args) => {
    try {
      await handler(...args);
    } catch (error) {
      await showFailure(error, log);
    }
  };
}
