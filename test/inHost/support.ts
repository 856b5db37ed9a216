import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { UnrollExtension } from '../../src/extension';
import type { ListedRun } from '../../src/runs/listRuns';

/** What was measured on the way, for the bench; no test depends on it. */
export const measured: Record<string, number> = {};

/** The extension as VS Code knows it. */
export const extension = (): vscode.Extension<UnrollExtension> =>
  vscode.extensions.getExtension<UnrollExtension>('unroll.unroll-lab')!;

/** What the extension gives to its tests. */
export const unroll = async (): Promise<UnrollExtension> => extension().activate();

/** The folder that is open. */
export const workspaceFolder = (): string => vscode.workspace.workspaceFolders![0]!.uri.fsPath;

/** Path of a file in the folder that is open. */
export const inWorkspace = (name: string): string => join(workspaceFolder(), name);

/** Waits until something is there, and says what was missing when it does not come. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`after ${timeoutMs} ms still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The run of an experiment with that state. */
export async function runOf(name: string, isMeant: (run: ListedRun) => boolean): Promise<ListedRun> {
  const { lab } = await unroll();
  return until(`a run of ${name} as it should be`, () =>
    lab.runs.all().find((run) => run.record?.experiment === name && isMeant(run)),
  );
}

/** Writes an experiment on four letters that would train for hours. */
export async function writeLongExperiment(name: string): Promise<vscode.Uri> {
  await writeFile(inWorkspace('letters.txt'), 'CCECFCTEEFETFFTT'.repeat(500));
  const experiment = {
    data: { path: 'letters.txt' },
    model: { input: 'one-hot', layers: [{ cell: 'lstm', units: 16 }] },
    training: { batch: 8, window: 16, epochs: 100_000 },
  };
  const path = inWorkspace(`${name}.unroll.json`);
  await writeFile(path, JSON.stringify(experiment, undefined, 2));
  return vscode.Uri.file(path);
}
