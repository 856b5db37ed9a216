import fc from 'fast-check';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InspectorClient } from '../../src/runs/inspectorClient';
import { eachCase, rightOf, sumOf } from './eachCase';
import type { Outcome, TortureContext, TorturePart } from './part';
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
  title: 'malformed files refused in words, by the command line and the inspector',
  count: 10_000,
  shortCount: 200,
  async run(context) {
    const processes = {
      command: new CommandProcess(join(context.root, 'dist/torture-refuse.cjs'), limitMs),
      inspector: new InspectorClient(join(context.root, 'dist/inspector.cjs')),
    };
    try {
      const fixture = join(context.scratch, 'fixture');
      await makeFixture(fixture, processes.command);
      await eachCase(context, 1, (index) => refuseOne(context, index, fixture, processes));
      report(context);
    } finally {
      processes.command.end();
      processes.inspector.dispose();
    }
  },
};

interface Processes {
  command: CommandProcess;
  inspector: InspectorClient;
}

function report(context: TortureContext): void {
  const [right, done] = [rightOf(context), context.outcomes.size];
  const memory = Math.max(0, ...[...context.outcomes.values()].map(({ figures }) => figures?.['megabytes'] ?? 0));
  const refused = sumOf(context, 'refused');
  context.report({
    what: `malformed files taken well (${refused} refused by commands; ${memory} MB at most)`,
    figure: `${right} of ${done}`,
    goal: 'all',
    isMet: right === done,
    value: right,
    details: { refused, megabytes: memory },
  });
}

/** Spoils the fixture and hands it over. */
async function refuseOne(
  { seed, scratch }: TortureContext,
  index: number,
  fixture: string,
  processes: Processes,
): Promise<Omit<Outcome, 'case'>> {
  const { format, spoiling, argv } = caseOf(seed, index);
  const folder = join(scratch, `case-${index % 2}`);
  await layFixture(fixture, folder);
  await spoiling.spoil(folder);
  const isInspected = index % formats.length === Math.floor(index / formats.length) % formats.length;
  const answered = isInspected
    ? await inspect(processes.inspector, format.name, folder, limitMs)
    : await processes.command.ask({ argv, folder });
  const fault = 'fault' in answered ? answered.fault : 'status' in answered ? faultOf(answered, format) : undefined;
  const [refused, megabytes] =
    'status' in answered ? [answered.status === 0 ? 0 : 1, Math.round(answered.memory / 1e6)] : [0, 0];
  const words = `${format.name}; ${isInspected ? 'inspector' : argv.join(' ')}; ${spoiling.sentence}\n    ${fault}`;
  return { isRight: fault === undefined, words: fault && words, figures: { refused, megabytes } };
}

/** A text, an experiment and a run of it that has ended. */
async function makeFixture(folder: string, command: CommandProcess): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 't.txt'), clause.repeat(200));
  await writeFile(join(folder, 'short.txt'), clause);
  await writeFile(join(folder, 'e.unroll.json'), JSON.stringify(experiment, undefined, 1));
  const trained = await command.ask({ argv: ['train', 'e.unroll.json'], folder });
  if ('fault' in trained || trained.status !== 0) throw new Error(`The fixture was not trained: ${show(trained)}`);
}

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
