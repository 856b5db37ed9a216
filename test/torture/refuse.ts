import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InspectorClient } from '../../src/runs/inspectorClient';
import type { TortureContext, TorturePart } from './part';
import type { Answered } from './refuse/asked';
import { CommandProcess } from './refuse/commandProcess';
import { formats, layFixture, type Format, type Spoiling } from './refuse/formats';
import { inspect } from './refuse/inspect';

const limitMs = 5_000;
const mostMemory = 1e9;
const experiment = {
  data: { path: 't.txt' },
  model: { input: { embedding: 8 }, layers: [{ cell: 'lstm', units: 16 }] },
  training: { batch: 4, window: 16, epochs: 100, steps: 8, checkpointEvery: 4 },
};
const clause = 'the quick brown fox, and 12 lazy dogs; they jumped over it.\n';

/** Malformed files of every kind, handed to the command line and to the inspector: each is read or refused in words. */
export const refuse: TorturePart = {
  name: 'refuse',
  title: 'Refuse anything',
  count: 10_000,
  shortCount: 120,
  async run(context) {
    const home = await mkdtemp(join(tmpdir(), 'unroll-refuse-'));
    const processes = {
      command: new CommandProcess(join(__dirname, 'torture-refuseProcess.cjs'), limitMs),
      inspector: new InspectorClient(join(__dirname, 'inspector.cjs')),
    };
    try {
      await refuseAll(context, home, processes);
    } finally {
      processes.command.end();
      processes.inspector.dispose();
      await rm(home, { recursive: true, force: true });
    }
  },
};

interface Processes {
  command: CommandProcess;
  inspector: InspectorClient;
}

async function refuseAll(context: TortureContext, home: string, processes: Processes): Promise<void> {
  const fixture = join(home, 'fixture');
  await makeFixture(fixture, processes.command);
  const found = { faults: 0, refused: 0, memory: 0 };
  for (let index = context.from; index < context.count && !context.signal.aborted; index++) {
    const { format, spoiling, argv } = caseOf(context.seed, index);
    const folder = join(home, `case-${index % 2}`);
    await layFixture(fixture, folder);
    await spoiling.spoil(folder);
    const isInspected = index % 4 === 3;
    const answered = isInspected
      ? await inspect(processes.inspector, format.name, folder, limitMs)
      : await processes.command.ask({ argv, folder });
    const fault = 'fault' in answered ? answered.fault : 'status' in answered ? faultOf(answered, format) : undefined;
    if ('memory' in answered) found.memory = Math.max(found.memory, answered.memory);
    if ('status' in answered && answered.status !== 0) found.refused++;
    if (fault) found.faults++;
    const asked = isInspected ? 'inspector' : argv.join(' ');
    context.note(index, fault && `${format.name}; ${asked}; ${spoiling.sentence}\n    ${fault}`);
  }
  const figure = `${found.faults} faults, ${found.refused} refused, ${Math.round(found.memory / 1e6)} MB at most`;
  context.report({ name: refuse.title, figure, isRight: found.faults === 0 && found.memory < mostMemory });
}

/** A text, an experiment and a run of it that has ended. */
async function makeFixture(folder: string, command: CommandProcess): Promise<void> {
  await layFixture(await emptyFolder(), folder);
  await writeFile(join(folder, 't.txt'), clause.repeat(200));
  await writeFile(join(folder, 'short.txt'), clause);
  await writeFile(join(folder, 'e.unroll.json'), JSON.stringify(experiment, undefined, 1));
  const trained = await command.ask({ argv: ['train', 'e.unroll.json'], folder });
  if ('fault' in trained || trained.status !== 0) throw new Error(`The fixture was not trained: ${show(trained)}`);
}

const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'unroll-refuse-empty-'));
const show = (value: unknown): string => JSON.stringify(value);

/** The case of a number: the same for the same seed, whatever came before. */
function caseOf(seed: number, index: number): { format: Format; spoiling: Spoiling; argv: string[] } {
  const format = formats[index % formats.length]!;
  const drawn = fc.tuple(format.spoilings, fc.constantFrom(...format.commands));
  const [spoiling, argv] = fc.sample(drawn, { seed: seed * 1_000_003 + index, numRuns: 1 })[0]!;
  return { format, spoiling, argv };
}

/** What is wrong with how an input was taken, if anything. */
function faultOf({ status, out, err, memory }: Answered, format: Format): string | undefined {
  if (/^\s+at .+:\d+:\d+\)?$/m.test(err + out)) return `a stack trace: ${err.slice(0, 400)}`;
  if (/mistake in Unroll|undefined|\[object|E[A-Z]{4,}\b/.test(err))
    return `words of the program: ${err.slice(0, 400)}`;
  if (memory > mostMemory) return `${Math.round(memory / 1e6)} MB`;
  if (status !== 0 && err.trim() === '') return 'refused without a word';
  if (status !== 0 && !format.names.test(err)) return `names no file: ${err.slice(0, 400)}`;
  return undefined;
}
