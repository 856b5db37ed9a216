import { l10n } from 'vscode';
import type { ToTrainingPanel } from '../../protocol/trainingPanel';
import { UserError } from '../../protocol/userError';
import type { ListedRun } from '../../runs/listRuns';
import type { CommandHandler } from '../commands/commandIds';
import { openExperiment } from '../commands/openExperiment';
import { pauseRun } from '../commands/pauseRun';
import { resumeRun } from '../commands/resumeRun';
import { setLearningRate } from '../commands/setLearningRate';
import { showLog } from '../commands/showLog';
import { stepOnce } from '../commands/stepOnce';
import { stopRun } from '../commands/stopRun';
import type { Lab } from '../lab';
import { sampleForPanel } from './sampleForPanel';
import type { PanelRequest } from './trainingPanel';

type Requests = { [T in PanelRequest['type']]: Extract<PanelRequest, { type: T }> };
type Reply = Promise<ToTrainingPanel | undefined>;
type Answer<T extends PanelRequest['type']> = (lab: Lab, run: ListedRun, request: Requests[T]) => Reply;

/** What each request of the panel does; a request without a line does not compile. */
const answers: { [T in PanelRequest['type']]: Answer<T> } = {
  pause: (lab, run) => carriedOut(pauseRun(lab), run),
  resume: (lab, run, { learningRate }) => carriedOut(resumeRun(lab), run, learningRate),
  stepOnce: (lab, run) => carriedOut(stepOnce(lab), run),
  stop: (lab, run) => carriedOut(stopRun(lab), run),
  setLearningRate: (lab, run, { value }) => carriedOut(setLearningRate(lab), run, value),
  sample: (lab, run) => sampleForPanel(lab, run),
  showLog: (lab, run) => carriedOut(showLog(lab), run),
  openExperiment: (lab, run) => carriedOut(openExperiment(lab), run),
};

/**
 * Carries out what a training panel asks for.
 * @returns what the panel is to be told, if anything
 * @throws UserError for the panel to show
 */
export async function answerPanel(lab: Lab, directory: string, request: PanelRequest): Reply {
  const run = lab.runs.find(directory);
  if (!run) throw runGone(directory);
  return answers[request.type](lab, run, request as never);
}

/** The command of the same meaning, for this run. */
async function carriedOut(command: CommandHandler, run: ListedRun, value?: unknown): Reply {
  await command(run.directory, value);
  return undefined;
}

const runGone = (directory: string): UserError =>
  new UserError(l10n.t('{0} is not there any more.', directory), l10n.t('Close this panel.'));
