import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';
import { pickExperiment } from './pickExperiment';

/** Shows what the network of an experiment file amounts to, beside the file. */
export const previewExperiment =
  (lab: Lab): CommandHandler =>
  async (target) =>
    lab.previews.show(await pickExperiment(lab, target));
