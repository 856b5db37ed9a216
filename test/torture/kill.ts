import { existsSync } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../src/engine/weights/random';
import { runFiles } from '../../src/protocol/run';
import { checkpointPath, findCheckpoints } from '../../src/runs/checkpointFiles';
import { isWholeCheckpoint } from '../../src/runs/tornCheckpoint';
import { listRuns } from '../../src/runs/listRuns';
import { readRecord } from '../../src/runs/runRecord';
import { eachCase, rightOf, sumOf } from './eachCase';
import { newestRun, standOf } from './newestRun';
import type { Outcome, TortureContext, TorturePart } from './part';
import { differences, readContent, type RunContent } from './runContent';
import { placeTrainee, requestOf, trainees, type Trainee } from './trainees';
import { trainProcess, type Death } from './trainProcess';
import { inWorkFolder } from './workFolder';

/** Sessions of a run that are killed before one is left alone. */
const mostKills = 5;

/** Runs killed at any moment, and resumed, end as if nothing had happened. */
export const kill: TorturePart = {
  name: 'kill',
  title: 'killed anywhere, resumed, and equal to a run that was never disturbed',
  count: 500,
  shortCount: 8,
  async run(context) {
    await inWorkFolder(context.scratch, async (folder) => {
      const twins = new Map<Trainee, Promise<Twin>>();
      const twinOf = (trainee: Trainee): Promise<Twin> => {
        const twin = twins.get(trainee) ?? trainTwin(context, join(folder, `twin-${twins.size}`), trainee);
        twins.set(trainee, twin);
        return twin;
      };
      await eachCase(context, 2, (index) => oneCase(context, index, join(folder, `case-${index}`), twinOf));
    });
    report(context);
  },
};

function report(context: TortureContext): void {
  const [right, done] = [rightOf(context), context.outcomes.size];
  const [kills, inCalls, anew] = ['kills', 'inCalls', 'anew'].map((name) => sumOf(context, name));
  context.report({
    what: `runs killed up to ${mostKills} times (${kills} kills: ${inCalls} in a write, ${anew} before a checkpoint)`,
    figure: `${right} of ${done}`,
    goal: 'all',
    isMet: right === done,
    value: right,
    details: { kills, inCalls, anew },
  });
}

async function oneCase(
  context: TortureContext,
  index: number,
  folder: string,
  twinOf: (trainee: Trainee) => Promise<Twin>,
): Promise<Omit<Outcome, 'case'>> {
  const random = context.random(index);
  const trainee = trainees[random.nextUint32() % trainees.length]!;
  const outcome = await killAndCompare(context, folder, random, trainee, await twinOf(trainee));
  const kept = join(context.scratch, `case-${index}`);
  if (!outcome.isRight && !context.signal.aborted) await cp(folder, kept, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  return outcome.isRight ? outcome : { ...outcome, words: `${trainee.name}: ${outcome.words} (${kept})` };
}

/** A run that was left alone, and how long and by how many writes. */
interface Twin {
  content: RunContent;
  startMs: number;
  trainingMs: number;
  writes: number;
}

async function trainTwin(context: TortureContext, folder: string, trainee: Trainee): Promise<Twin> {
  const experimentPath = await placeTrainee(folder, trainee);
  const callsPath = join(folder, 'calls');
  const ended = await trainProcess(context, folder, { request: requestOf(trainee, { experimentPath }), callsPath });
  if (ended.status !== 0) throw new Error(`an undisturbed run has failed. ${ended.said}`);
  const { startMs, trainingMs } = ended;
  const writes = Number(await readFile(callsPath, 'utf8'));
  return { content: await readContent((await newestRun(folder))!), startMs, trainingMs, writes };
}

/** Trains, kills, and goes on, until a session ends by itself. */
async function killAndCompare(
  context: TortureContext,
  folder: string,
  random: Random,
  trainee: Trainee,
  twin: Twin,
): Promise<Omit<Outcome, 'case'>> {
  const experimentPath = await placeTrainee(folder, trainee);
  const figures = { kills: 0, inCalls: 0, anew: 0 };
  const wrong = (words: string) => ({ isRight: false, words, figures });
  const kills = 1 + (random.nextUint32() % mostKills);
  let stand: Awaited<ReturnType<typeof standOf>> = { isFinished: false };
  while (!stand.isFinished) {
    const { resumable } = stand;
    const { fault, ...death } = figures.kills < kills ? drawDeath(random, twin, resumable === undefined) : {};
    const of = resumable === undefined ? { experimentPath } : { resumeDirectory: resumable };
    const ended = await trainProcess(context, folder, { request: requestOf(trainee, of), fault }, death);
    if (context.signal.aborted) return wrong('interrupted');
    if (ended.signal !== 'SIGKILL' && ended.status !== 0) return wrong(ended.said);
    if (ended.signal === 'SIGKILL') figures.kills++;
    if (ended.signal === 'SIGKILL' && fault) figures.inCalls++;
    const torn = random.uniform() < 0.5 ? await tornIn(folder) : undefined; // listing a run notes that it has ended
    if (torn !== undefined) return wrong(torn);
    stand = await standOf(folder);
    if (ended.status === 0 && !stand.isFinished) return wrong('it ended without having finished');
    if (!stand.isFinished && stand.resumable === undefined) figures.anew++;
  }
  const unlike = differences(await readContent((await newestRun(folder))!), twin.content);
  if (unlike.length > 0) return wrong(`not as its twin: ${unlike.join(', ')}`);
  return { isRight: true, figures };
}

function drawDeath(random: Random, { startMs, trainingMs, writes }: Twin, isNew: boolean): Death {
  const kind = random.uniform();
  if (kind < 0.1) return { afterMs: random.uniform() * startMs };
  if (kind < 0.4) return { afterGreetingMs: random.uniform() * trainingMs };
  const last = kind < 0.55 && !isNew ? Math.min(15, writes) : writes; // a session that goes on cuts and claims first
  const when = (['before', 'half', 'after'] as const)[random.nextUint32() % 3]!;
  return { fault: { at: 1 + (random.nextUint32() % last), stays: false, harm: { kill: when } } };
}

/** What of a killed run is torn that must never be, in words. */
async function tornIn(folder: string): Promise<string | undefined> {
  const directory = await newestRun(folder);
  if (directory === undefined) return undefined;
  const found = await findCheckpoints(directory);
  for (const { file } of found)
    if (!(await isWholeCheckpoint(checkpointPath(directory, file)))) return `${file} is torn`;
  const record = await readRecord(directory).catch((error: unknown) => error as Error);
  if (record instanceof Error) return existsSync(join(directory, runFiles.record)) ? record.message : undefined;
  const gone = record.checkpoints.find(({ file }) => !found.some((each) => each.file === file));
  if (gone) return `${gone.file} is in the record and gone`;
  const state = (await listRuns(folder)).find((run) => run.directory === directory)?.state;
  return state === 'interrupted' || state === 'finished' ? undefined : `it is listed as ${state ?? 'nothing'}`;
}
