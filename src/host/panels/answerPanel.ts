import { UserError } from '../../protocol/userError';
import { l10n } from 'vscode';
import { openExperiment } from '../commands/openExperiment';
import { pauseRun } from '../commands/pauseRun';
import { resumeRun } from '../commands/resumeRun';
import { sampleText } from '../commands/sampleText';
import { setLearningRate } from '../commands/setLearningRate';
import { showLog } from '../commands/showLog';
import { stepOnce } from '../commands/stepOnce';
import { stopRun } from '../commands/stopRun';
import type { Lab } from '../lab';
import type { PanelRequest } from './trainingPanel';

type Requests = { [T in PanelRequest['type']]: Extract<PanelRequest, { type: T }> };

/** What each request of the panel does: the command of the same meaning; a request without a line does not compile. */
const answers: { [T in PanelRequest['type']]: (lab: Lab, directory: string, request: Requests[T]) => unknown } = {
  pause: (lab, directory) => pauseRun(lab)(directory),
  resume: (lab, directory, { learningRate }) => resumeRun(lab)(directory, learningRate),
  stepOnce: (lab, directory) => stepOnce(lab)(directory),
  stop: (lab, directory) => stopRun(lab)(directory),
  setLearningRate: (lab, directory, { value }) => setLearningRate(lab)(directory, value),
  sample: (lab, directory) => sampleText(lab)(directory),
  showLog: (lab, directory) => showLog(lab)(directory),
  openExperiment: (lab, directory) => openExperiment(lab)(directory),
};

/** Carries out what a training panel asks for. @throws UserError for the panel to show */
export async function answerPanel(lab: Lab, directory: string, request: PanelRequest): Promise<void> {
  if (!lab.runs.find(directory)) throw runGone(directory);
  await answers[request.type](lab, directory, request as never);
}

const runGone = (directory: string): UserError =>
  new UserError(l10n.t('{0} is not there any more.', directory), l10n.t('Close this panel.'));
