import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EngineChoice, KernelChoice, SampleRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { checkpointPath, findCheckpoints, isWholeCheckpoint } from '../runs/checkpointFiles';

/** Samples a text from the newest whole checkpoint of a run. */
export async function sampleRun(
  directory: string,
  request: SampleRequest,
  engine: { engine: EngineChoice; kernels: KernelChoice },
): Promise<string> {
  const path = await newestCheckpoint(directory);
  const { startEngine } = await import('../engine/backend/engine');
  const { sampleText } = await import('../engine/model/sampler');
  await startEngine(engine);
  return sampleText(await readFile(path), basename(path), request);
}

async function newestCheckpoint(directory: string): Promise<string> {
  const files = await findCheckpoints(directory);
  for (const { file } of files.reverse()) {
    const path = checkpointPath(directory, file);
    if (await isWholeCheckpoint(path)) return path;
  }
  throw new UserError(
    l10n.t('The run in {0} has no checkpoint that can be read.', directory),
    l10n.t('Train again; a run writes its first checkpoint within a minute and its last when it ends.'),
  );
}
