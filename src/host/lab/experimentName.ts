import { basename, join } from 'node:path';
import { experimentFolder } from '../../runs/runRecord';
import type { ListedRun } from '../../runs/listRuns';

const extension = '.unroll.json';

/** Whether a path is that of an experiment file. */
export const isExperimentFile = (path: string): boolean => path.endsWith(extension);

/** Name of an experiment: its file name without `.unroll.json`. */
export const experimentName = (path: string): string => basename(path, extension);

/** Path of the experiment with that name in a folder. */
export const experimentPath = (folder: string, name: string): string => join(folder, name + extension);

/** Name of the experiment that a run trains; a run without a readable record still has it in its id (`NAME-3`). */
const experimentOfRun = (run: ListedRun): string => run.record?.experiment ?? run.id.replace(/-\d+$/, '');

/** Path of the experiment file beside a run; it may have been deleted since. */
export const experimentPathOfRun = (run: ListedRun): string =>
  experimentPath(experimentFolder(run.directory), experimentOfRun(run));
