import { url } from 'node:inspector';
import { supervision } from './supervised';

/** The commands that train: what they begin is to be ended properly, and to go on where it stands still. */
const training = ['train', 'resume', 'demo'];

/** Whether a command is to run in a process that another one supervises; under a debugger there is one process. */
export const needsSupervisor = ([name = '', ...rest]: string[]): boolean =>
  training.includes(name) && !rest.includes('--help') && !rest.includes('-h') && !supervision() && url() === undefined;
