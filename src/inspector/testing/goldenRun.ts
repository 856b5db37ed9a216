import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '../../engine/formats/safetensors';
import type { GoldenTrace } from '../../engine/inspect/testing/goldenTrace';
import { experimentSchema } from '../../protocol/experiment';
import { runFiles, type RunRecord } from '../../protocol/run';
import { exampleRecord, temporaryFolder } from '../../runs/fixtures/exampleRun';

/** A run folder with one checkpoint, step-7.safetensors, that holds the weights of a golden trace. */
export async function goldenRun(
  { golden, model, vocabulary }: GoldenTrace,
  changes: Partial<RunRecord> = {},
): Promise<string> {
  const directory = join(await temporaryFolder(), '.unroll', 'runs', 'golden-1');
  await mkdir(join(directory, runFiles.checkpoints), { recursive: true });
  const experiment = experimentSchema.parse(JSON.parse(JSON.stringify({ data: { path: 'text.txt' }, model }))); // without what is undefined
  const checkpoints = [{ step: 7, file: 'step-7.safetensors', isBest: true }];
  const record = exampleRecord('golden-1', { checkpoints, state: 'finished', ...changes });
  await writeFile(join(directory, runFiles.record), JSON.stringify(record));
  const metadata = { experiment: JSON.stringify(experiment), vocabulary: JSON.stringify(vocabulary.symbols) };
  const bytes = encodeSafetensors(golden.under('weights.'), metadata);
  await writeFile(join(directory, runFiles.checkpoints, 'step-7.safetensors'), bytes);
  return directory;
}
