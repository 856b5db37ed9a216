import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../src/engine/weights/random';
import { eachCase, rightOf } from './eachCase';
import type { Outcome, TortureContext, TorturePart } from './part';
import { CommandProcess } from './refuse/commandProcess';

/** What would move a terminal's cursor, change its colours or title, ring, or turn the direction of writing in a name. */
const escapes = [
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u001b[2J',
  '\u0007',
  '\u0008\u0008',
  '\u009b31m',
  '\u000b\u000c',
];
const turns = ['\u202e', '\u2066', '\u200f', '\u2028'];
const markup = ['<img src=x onerror=ran()>', '[x](command:ran)', '$(zap)', '`*_**', '| & \\', '🐋e\u0301'];

/** Hostile texts and names, in everything that the command line writes to a terminal. (Panels: test/browser/hostile.test.ts.) */
export const hostile: TorturePart = {
  name: 'hostile',
  title: 'hostile names and texts shown in a terminal as text',
  count: 200,
  shortCount: 4,
  async run(context) {
    const command = new CommandProcess(join(context.root, 'dist/torture-refuse.cjs'), 30_000);
    try {
      await eachCase(context, 1, (index) => showOne(context, index, command));
    } finally {
      command.end();
    }
    const [right, done] = [rightOf(context), context.outcomes.size];
    const row = { what: 'hostile names and texts shown as text, by every command', goal: 'all', isMet: right === done };
    context.report({ ...row, figure: `${right} of ${done}`, value: right });
  },
};

const pick = (random: Random, from: string[]): string => from[random.nextUint32() % from.length]!;

/** Some hostile pieces with words between; a name has no slash and is not too long for a file. */
function draw(random: Random, from: string[], pieces: number): string {
  return Array.from({ length: pieces }, () => `w${pick(random, from)}`).join(' ');
}

async function showOne(
  context: TortureContext,
  index: number,
  command: CommandProcess,
): Promise<Omit<Outcome, 'case'>> {
  const random = context.random(index);
  const folder = join(context.scratch, `case-${index % 2}`);
  const name = draw(random, [...escapes, ...turns, ...markup.filter((each) => !each.includes('/'))], 4);
  const text = draw(random, [...escapes, ...turns, ...markup], 400) + 'x'.repeat(index % 10 === 0 ? 1_000_000 : 0);
  await layHostile(folder, name, text);
  for (const argv of commandsOn(name)) {
    const answered = await command.ask({ argv, folder, isTty: true });
    const words = 'fault' in answered ? answered.fault : steering(answered.out + answered.err, argv[0]!);
    if (words !== undefined) return { isRight: false, words: `${JSON.stringify(argv)}: ${words}` };
  }
  return { isRight: true };
}

/** Two experiments on the text, of which one has the name for a field. */
async function layHostile(folder: string, name: string, text: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const experiment = {
    data: { path: `${name}.txt` },
    model: { input: { embedding: 4 }, layers: [{ cell: 'elman', units: 8 }] },
    training: { batch: 2, window: 8, epochs: 100, steps: 4 },
  };
  await writeFile(join(folder, `${name}.txt`), text);
  await writeFile(join(folder, `${name}.unroll.json`), JSON.stringify(experiment));
  await writeFile(join(folder, `${name}-2.unroll.json`), JSON.stringify({ ...experiment, [name]: name }));
}

/** Every command that says a name or a text, in words that go well and in words that do not. */
const commandsOn = (name: string): string[][] => [
  ['check', `${name}.unroll.json`],
  ['check', `${name}-2.unroll.json`],
  ['train', `${name}.unroll.json`],
  ['train', `${name}-2.unroll.json`],
  ['runs'],
  ['sample', `${name}-1`, '--length', '200'],
  ['baselines', `${name}.txt`],
  ['lookback', `${name}-1`, '--text', `${name}.txt`, '--at', '30'],
  ['trace', `${name}-1`, '--text', `missing${name}`, '--json'],
  ['resume', `${name}-1`],
  ['sample', name],
  [name],
];

/** What of the said would steer a terminal, in words; nothing where all of it is text. */
function steering(said: string, command: string): string | undefined {
  const found = [...escapes, ...(command === 'sample' || command === 'train' ? [] : turns)].find((each) =>
    said.includes(each),
  );
  if (found === undefined) return undefined;
  const at = said.indexOf(found);
  return `it writes ${JSON.stringify(found)}: ${JSON.stringify(said.slice(Math.max(0, at - 80), at + 40))}`;
}
