import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Uri, window } from 'vscode';
import { runFiles } from '../../protocol/run';
import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';
import { runOf } from './pickRun';

/** Shows what a run's session wrote; without a run, the log of the extension. */
export const showLog =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = runOf(lab, target);
    const file = run && join(run.directory, runFiles.log);
    if (file && existsSync(file)) await window.showTextDocument(Uri.file(file));
    else lab.log.show();
  };
