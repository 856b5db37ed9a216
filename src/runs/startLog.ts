import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runFiles } from '../protocol/run';
import type { TrainerRequest } from '../protocol/session';
import { reported } from './writeFailure';

/** Tells the trainer which file its output goes to; it moves that file into the run's folder. */
export const logVariable = 'UNROLL_START_LOG';

/** Where the output of a trainer goes while its run has no folder yet, so that nothing it says is lost. */
export interface StartLog {
  path: string;
  descriptor: number;
  /** The end of what was written, for an error message. */
  lastLines(): Promise<string>;
  /** Closes this process's end; removes the file unless it has become a run's log. */
  close(): Promise<void>;
}

/** Opens the log of a run that goes on, or a file beside the runs-to-be: on the same disk, so that it can be moved. */
export async function openStartLog(request: TrainerRequest): Promise<StartLog> {
  if (request.resumeDirectory !== undefined) return openLog(join(request.resumeDirectory, runFiles.log), false);
  const name = `start-${process.pid}-${Date.now()}.log`;
  const folder = join(dirname(request.experimentPath ?? '.'), '.unroll');
  try {
    await mkdir(folder);
  } catch {
    // it is there already, or cannot be made, which the trainer will report
  }
  return openLog(join(folder, name), true).catch(() => openLog(join(tmpdir(), `unroll-${name}`), true));
}

async function openLog(path: string, isTemporary: boolean): Promise<StartLog> {
  const file = await reported(path, () => open(path, 'a'));
  return {
    path,
    descriptor: file.fd,
    lastLines: async () => lastWords(await readFile(path, 'utf8')),
    close: async () => {
      await file.close();
      if (!isTemporary) return;
      await rm(path, { force: true });
      await rmdir(dirname(path)).catch(() => undefined); // only where it is empty
    },
  };
}

/** The last lines without the places of a stack, of which each version of Node prints other ones; the log keeps them. */
function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines.slice(-12).join('\n');
}
