import { appendFile, cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles, type RunRecord } from '../../src/protocol/run';
import type { TrainerRequest } from '../../src/protocol/session';
import { UserError } from '../../src/protocol/userError';
import { checkpointPath, findCheckpoints } from '../../src/runs/checkpointFiles';
import { isWholeCheckpoint } from '../../src/runs/tornCheckpoint';
import { readRecord } from '../../src/runs/runRecord';
import { reasonOf } from '../../src/runs/writeFailure';
import { runSession, type SessionControls, type SessionHooks } from '../../src/trainer/session';
import type { Fault, Faults } from './faults';
import { newestRun, standOf } from './newestRun';
import { differences, readContent, type RunContent } from './runContent';
import { placeTrainee, requestOf, type Trainee } from './trainees';

/** Where a fault strikes: a new run or one that goes on, in a session that waits for the disk or one that fails by it. */
export type Scene = 'new, waiting' | 'new, failing' | 'resumed, waiting' | 'resumed, failing';
const scenes: Scene[] = ['new, waiting', 'new, failing', 'resumed, waiting', 'resumed, failing'];

const trainee: Trainee = {
  name: 'a disk',
  model: { layers: [{ cell: 'lstm', units: 3 }] },
  training: { steps: 12, checkpointEvery: 4, validateEvery: 3, sampleEvery: 4, profileEvery: 2, reachEvery: 3 },
};
const stoppedAt = 6;
const patienceMs = 20_000;

/** What came of a fault. */
export interface Struck {
  /** What was wrong. */
  words?: string;
  /** How often the disk's refusal was told. */
  refusals: number;
}

/** One fault, and what came of it so far. */
interface Strike {
  request: TrainerRequest;
  fault: Fault;
  /** Whether the session ends by a disk that refuses, or waits. */
  fails: boolean;
  /** What was said of the disk. */
  told: string[];
  /** What was wrong. */
  wrong: string[];
}

/** A small run over a file system with a fault, in this process, and what it is without one. */
export class DiskTrial {
  /** Writes by scene. */
  readonly writes = new Map<Scene, number>();
  private readonly twins = new Map<Scene, RunContent>();
  private unhandled: unknown;

  private constructor(
    private readonly faults: Faults,
    readonly folder: string,
  ) {
    process.on('unhandledRejection', (error) => (this.unhandled = error));
  }

  /** Trains the runs that the others are held against. */
  static async prepare(faults: Faults, folder: string): Promise<DiskTrial> {
    const trial = new DiskTrial(faults, folder);
    await trial.stopHalfWay();
    for (const scene of scenes) {
      const request = await trial.place(scene);
      faults.watch(trial.watched);
      await runSession(request);
      trial.writes.set(scene, faults.calls.length);
      trial.twins.set(scene, await readContent(await trial.newest()));
    }
    return trial;
  }

  /** Lets a fault strike, lifts it where it has been told, and compares what the run comes to. */
  async strike(scene: Scene, fault: Fault): Promise<Struck> {
    const request = await this.place(scene);
    const strike: Strike = { request, fault, fails: scene.endsWith('failing'), told: [], wrong: [] };
    const { told, wrong } = strike;
    this.unhandled = undefined;
    this.faults.watch(this.watched, fault);
    await this.trainToTheEnd(strike).catch((error: unknown) => wrong.push(String((error as Error).stack)));
    this.faults.lift();
    if (this.unhandled !== undefined) wrong.push(`not handled: ${String(this.unhandled)}`);
    for (const sentence of told) if (!isTrue(sentence, fault)) wrong.push(`it said: ${sentence}`);
    if (wrong.length === 0) wrong.push(...differences(await readContent(await this.newest()), this.twins.get(scene)!));
    return { words: wrong.length > 0 ? wrong.join('; ') : undefined, refusals: told.length };
  }

  private get work(): string {
    return join(this.folder, 'work');
  }

  private get watched(): string {
    return join(this.work, '.unroll');
  }

  private async place(scene: Scene): Promise<TrainerRequest> {
    await rm(this.work, { recursive: true, force: true });
    const experimentPath = await placeTrainee(this.work, trainee);
    if (scene.startsWith('new')) return requestOf(trainee, { experimentPath });
    await cp(join(this.folder, 'half', '.unroll'), this.watched, { recursive: true });
    return requestOf(trainee, { resumeDirectory: await this.newest() });
  }

  /** A run with all that a killed process can leave behind: it is cleared away by whoever goes on. */
  private async stopHalfWay(): Promise<void> {
    const half = join(this.folder, 'half');
    await rm(half, { recursive: true, force: true });
    let controls: SessionControls | undefined;
    await runSession(requestOf(trainee, { experimentPath: await placeTrainee(half, trainee) }), {
      started: (_, given) => (controls = given),
      stepped: ({ step }) => void (step === stoppedAt && controls?.stop({})),
    });
    const run = (await newestRun(half))!;
    await appendFile(join(run, runFiles.metrics), '{"step":7,"lo');
    await appendFile(join(run, runFiles.profile), Buffer.alloc(7));
    await writeFile(join(run, `${runFiles.record}.1-1.tmp`), 'half');
    await writeFile(join(run, 'resume.claim'), join(half, 'nobody.sock'));
  }

  private async trainToTheEnd({ request, ...strike }: Strike): Promise<void> {
    const { told, wrong } = strike;
    let next: TrainerRequest | undefined = request;
    for (let attempt = 0; next !== undefined; attempt++) {
      if (attempt === 3) return void wrong.push('it does not come to its end');
      const ended: RunRecord | UserError = await this.session({ request: next, ...strike });
      this.faults.lift();
      await this.findTorn(wrong);
      const message = ended instanceof UserError ? ended.message : ended.problem?.message;
      if (message !== undefined) told.push(message);
      if (ended instanceof UserError && attempt === 0 && !strike.fault.stays) await this.findLeft(request, wrong);
      next = await this.goOn(request);
    }
  }

  /** One session, which is told to go on when it waits for the disk. */
  private async session({ request, fails, told, wrong }: Strike): Promise<RunRecord | UserError> {
    let controls: SessionControls | undefined;
    const lift = async (record: RunRecord): Promise<void> => {
      if (record.state !== 'paused' || !record.problem || told.includes(record.problem.message)) return;
      told.push(record.problem.message);
      await this.findTorn(wrong);
      this.faults.lift();
      await controls!.resume({});
    };
    const hooks: SessionHooks = {
      onDiskProblem: fails ? 'fail' : 'pause',
      started: (_, given) => (controls = given),
      progressed: (record) => void lift(structuredClone(record)).catch((error: unknown) => wrong.push(String(error))),
    };
    let timer: NodeJS.Timeout | undefined;
    const hangs = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it hangs')), patienceMs);
    });
    try {
      return await Promise.race([runSession(request, hooks), hangs]);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** As a person does: resume where there is something to go on from, else train anew. */
  private async goOn(request: TrainerRequest): Promise<TrainerRequest | undefined> {
    const { isFinished, resumable } = await standOf(this.work);
    if (isFinished) return undefined;
    return resumable === undefined ? request : requestOf(trainee, { resumeDirectory: resumable });
  }

  /** A new run that could not begin leaves nothing. */
  private async findLeft({ resumeDirectory }: TrainerRequest, wrong: string[]): Promise<void> {
    const left = await newestRun(this.work);
    if (resumeDirectory === undefined && left !== undefined) wrong.push('a run that did not begin has left its folder');
  }

  private async findTorn(wrong: string[]): Promise<void> {
    const directory = await newestRun(this.work);
    if (directory === undefined) return;
    for (const { file } of await findCheckpoints(directory))
      if (!(await isWholeCheckpoint(checkpointPath(directory, file)))) wrong.push(`${file} is torn`);
    const record = await readRecord(directory).catch(() => undefined);
    const found = (await findCheckpoints(directory)).map(({ file }) => file);
    for (const { file } of record?.checkpoints ?? []) if (!found.includes(file)) wrong.push(`${file} is gone`);
  }

  private async newest(): Promise<string> {
    const directory = await newestRun(this.work);
    if (directory === undefined) throw new Error('there is no run');
    return directory;
  }
}

/** Whether a sentence says of the disk what the fault is. */
const isTrue = (sentence: string, { harm }: Fault): boolean =>
  'refuse' in harm && sentence.includes('could not be written: ') && sentence.includes(reasonOf(harm.refuse));
