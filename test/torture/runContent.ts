import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles, type RunRecord } from '../../src/protocol/run';
import { checkpointPath } from '../../src/runs/checkpointFiles';
import { readRecord } from '../../src/runs/runRecord';

/** What a run amounts to: all that two runs of one experiment must have in common, by the name of a part of it. */
export type RunContent = Map<string, string>;

/** Reads a run as its files are meant to be read: where a step goes back, what follows replaces what stood from there on. */
export async function readContent(directory: string): Promise<RunContent> {
  const record = await readRecord(directory);
  const content: RunContent = new Map([['run.json', recordText(record)]]);
  content.set(runFiles.metrics, metricsText(await linesOf(directory, runFiles.metrics)));
  content.set(runFiles.samples, inForce(await linesOf(directory, runFiles.samples), stepOf).join('\n'));
  for (const { file, width } of [record.layouts.profile, record.layouts.reach]) {
    const bytes = await readFile(join(directory, file)).catch(() => Buffer.alloc(0));
    const records = Array.from({ length: bytes.length / (4 * width) }, (_, index) =>
      bytes.subarray(4 * width * index, 4 * width * (index + 1)),
    );
    content.set(file, Buffer.concat(inForce(records, (each) => each.readFloatLE())).toString('base64'));
  }
  for (const { file } of record.checkpoints)
    content.set(file, (await readFile(checkpointPath(directory, file))).toString('base64'));
  return content;
}

/** The parts in which two runs differ. */
export const differences = (a: RunContent, b: RunContent): string[] =>
  [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => a.get(name) !== b.get(name))
    .map((name) => (name === runFiles.record ? `${a.get(name)} instead of ${b.get(name)}` : name));

/** Without times, processes and places. */
function recordText(record: RunRecord): string {
  const { state, step, epoch, totalSteps, learningRate, trainingLoss, nonFinite, earlyEnd, checkpoints } = record;
  const { validationLoss, validationStep, best, problem } = record;
  const training = { state, step, epoch, totalSteps, learningRate, trainingLoss, nonFinite, earlyEnd, problem };
  const kept = checkpoints.map(({ step, validationLoss: loss, isBest }) => ({ step, loss, isBest }));
  return JSON.stringify({ ...training, validationLoss, validationStep, best, checkpoints: kept });
}

async function linesOf(directory: string, file: string): Promise<string[]> {
  const text = await readFile(join(directory, file), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

const stepOf = (line: string): number => (JSON.parse(line) as { step: number }).step;

/** Steps and measurements without the time that a step took; a measurement stays until its step is taken again. */
function metricsText(lines: string[]): string {
  const kept: string[] = [];
  for (const line of lines) {
    const { stepMs, ...rest } = JSON.parse(line) as { step: number; stepMs?: number };
    if (stepMs !== undefined) while (kept.length > 0 && stepOf(kept.at(-1)!) >= rest.step) kept.pop();
    kept.push(JSON.stringify(rest));
  }
  return kept.join('\n');
}

function inForce<T>(records: T[], step: (record: T) => number): T[] {
  const kept: T[] = [];
  for (const record of records) {
    while (kept.length > 0 && step(kept.at(-1)!) >= step(record)) kept.pop();
    kept.push(record);
  }
  return kept;
}
