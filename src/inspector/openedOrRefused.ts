import type { readDataset } from '../engine/tasks/languageModel/dataset';
import { openExperiment, type OpenedExperiment } from '../engine/experiment/checkExperiment';
import { isUnknown } from '../protocol/preview';
import { UserError } from '../protocol/userError';

/** The experiment of a file with its data. @throws UserError with the first thing that is wrong with it */
export async function openedOrRefused(path: string, text: string, read: typeof readDataset): Promise<OpenedExperiment> {
  const { problems, opened } = await openExperiment(path, text, read);
  if (opened) return opened;
  const [problem = isUnknown()] = problems;
  throw new UserError(problem.message, problem.remedy);
}
