import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../src/protocol/userError';
import type { InspectorClient } from '../../../src/runs/inspectorClient';
import type { NoAnswer } from './commandProcess';

/** It was taken, or refused in words. */
export interface Taken {
  isTaken: true;
}

/** Asks the inspector what the editor would ask of the files of a format; answers what is wrong with how it took them. */
export async function inspect(
  inspector: InspectorClient,
  format: string,
  folder: string,
  limitMs: number,
): Promise<NoAnswer | Taken> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<NoAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ fault: `the inspector gave no answer within ${limitMs} ms` }), limitMs);
  });
  const answer = await Promise.race([late, asked(inspector, format, folder, controller.signal)]);
  clearTimeout(timer);
  if (!('fault' in answer)) return answer;
  controller.abort();
  inspector.dispose(); // whatever state it is in, the next question finds a new one
  return answer;
}

async function asked(
  inspector: InspectorClient,
  format: string,
  folder: string,
  signal: AbortSignal,
): Promise<NoAnswer | Taken> {
  try {
    await ask(inspector, format, folder, signal);
    return { isTaken: true };
  } catch (error) {
    if (!(error instanceof UserError)) return { fault: `not in words: ${String((error as Error)?.stack ?? error)}` };
    if (/ended unexpectedly|mistake in Unroll|\n\s+at /.test(error.message)) return { fault: error.message };
    return { isTaken: true };
  }
}

async function ask(inspector: InspectorClient, format: string, folder: string, signal: AbortSignal): Promise<void> {
  const path = join(folder, 'e.unroll.json');
  const directory = join(folder, '.unroll/runs/e-1');
  if (format === 'experiment')
    return void (await inspector.call('checkExperiment', { path, text: await readText(path) }, signal));
  if (format === 'text') return void (await inspector.call('describeData', { path: join(folder, 't.txt') }, signal));
  const source =
    format === 'safetensors'
      ? { experimentPath: path, weightsPath: join(directory, 'checkpoints/step-8.safetensors') }
      : { directory, checkpoint: 'last' };
  const { id } = await inspector.call('openLens', { source, block: 16 }, signal);
  const place = { lens: id, document: 'short', version: 1 };
  await inspector.call('setText', { document: 'short', version: 1, text: 'the quick fox\u0000\ud800 ' }, signal);
  await inspector.call('traceSymbol', { ...place, offset: 5, isExact: true }, signal);
  await inspector.call('closeLens', { lens: id }, signal);
}

/** The file as an editor has it. */
const readText = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
