import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { startEngine } from '../engine/backend/engine';
import { sampleText } from '../engine/model/sampler';
import type { EngineChoice, KernelChoice, SampleRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { checkpointPath, findCheckpoints, isWholeCheckpoint } from '../runs/checkpointFiles';
import { errorCode } from '../runs/writeFailure';

/** Samples a text from a checkpoint of a run; without a name from the newest one that is whole. */
export async function sampleRun(
  { directory, checkpoint, ...request }: SampleRequest & { directory: string; checkpoint?: string },
  engine: { engine: EngineChoice; kernels: KernelChoice; threads?: number } = { engine: 'auto', kernels: 'auto' },
): Promise<string> {
  const file = basename(checkpoint ?? (await newestWhole(directory)));
  const bytes = await readCheckpoint(checkpointPath(directory, file));
  await startEngine({ ...engine, threads: engine.threads || 1 }); // one lane is read: more threads would only wait
  return sampleText(bytes, file, request);
}

async function newestWhole(directory: string): Promise<string> {
  for (const { file } of (await findCheckpoints(directory)).reverse())
    if (await isWholeCheckpoint(checkpointPath(directory, file))) return file;
  throw new UserError(
    l10n.t('{0} has no whole checkpoint.', basename(directory)),
    l10n.t('Train it until it has written one, or choose another run.'),
  );
}

async function readCheckpoint(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UserError(
      l10n.t('The checkpoint {0} cannot be read: {1}.', path, errorCode(error) ?? String(error)),
      l10n.t('Choose another checkpoint of the run.'),
    );
  }
}
