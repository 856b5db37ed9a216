import { describe, expect, it } from 'vitest';
import { CapturedTerminal } from './capturedTerminal';
import { commands, runCommandLine } from './commandLine';
import { parseCommand } from './parseCommand';

async function run(...argv: string[]) {
  const terminal = new CapturedTerminal(import.meta.dirname);
  const status = await runCommandLine(argv, terminal);
  return { status, written: terminal.written, wrong: terminal.wrong };
}

describe('the command line', () => {
  it('without a command, or asked for help, names every command', async () => {
    for (const argv of [[], ['--help'], ['-h'], ['help']]) {
      const { status, written } = await run(...argv);
      expect(status).toBe(0);
      for (const { name } of commands()) expect(written).toContain(`\n  ${name}`);
    }
  });

  it('asked for the help of a command, names its flags and fits 80 columns', async () => {
    for (const { name, flags } of commands()) {
      const { status, written } = await run(name, '--help');
      expect(status).toBe(0);
      for (const flag of Object.keys(flags)) expect(written).toContain(`--${flag}`);
      expect(Math.max(...written.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  it('says its version', async () => {
    expect(await run('--version')).toMatchObject({ status: 0, wrong: '' });
  });

  it.each([
    [['trian', 'x'], 'There is no command "trian".', 'Did you mean "train"?'],
    [['frobnicate'], 'There is no command "frobnicate".', '--help lists them all'],
    [['--json'], 'There is no flag --json.', '--help'],
    [['train'], '"train" needs FILE.', 'For example'],
    [['train', 'a.unroll.json', 'b'], '"train" has no use for "b".', 'quotes'],
    [['train', 'a', '--step', '3'], '"train" has no flag --step.', 'Did you mean --steps?'],
    [['train', 'a', '-x'], '"train" has no flag -x.', 'train --help'],
    [['train', 'a', '--constructor'], '"train" has no flag --constructor.', 'train --help'],
    [['train', 'a', '--steps'], '--steps needs a value.', '--steps N'],
    [['train', 'a', '--json=yes'], '--json takes no value.', 'alone'],
    [['train', 'a', '--steps', '-1'], '--steps is "-1"; it must be a whole number from 0.', '--steps 1000'],
    [['train', 'a', '--steps', '1e3'], '--steps is "1e3"; it must be a whole number from 0.', '--steps 1000'],
    [['train', 'a', '--engine', 'gpu'], '--engine is "gpu"; it must be one of auto, embedded', '--engine auto'],
    [
      ['train', 'a', '--kernels', 'gpu'],
      '--kernels is "gpu"; it must be one of auto, native, wasm, wasm-simd, ',
      'auto',
    ],
    [['train', 'a', '--threads', '65'], '--threads is "65"; it must be a whole number from 0 to 64.', '--threads 0'],
    [['sample', 'a', '--length', '0'], '--length is "0"; it must be a whole number from 1 to 1000000.', '--length 300'],
    [['sample', 'a', '--temperature', '0'], '--temperature is "0"; it must be a number above 0.', '0.8'],
    [['sample', 'a', '--temperature', '1,5'], '--temperature is "1,5"', '--temperature 1.5'],
    [['demo', '--folder', 'main.ts'], 'main.ts could not be written: a file stands where', 'Move that file away'],
    [['sample', 'a', '--temperature', 'hot'], '--temperature is "hot"', '0.8'],
    [['sample', 'a', '--seed', '4294967296'], '--seed is "4294967296"', '--seed 1'],
    [['train', 'a', '--steps', 'x'], '--steps is "x"; it must be a whole number from 0.', '--steps 1000'],
    [['train', 'a', '--steps', '20,000'], '--steps is "20,000"', '--steps 20000'],
    [['resume', 'a', '--steps', '0'], '--steps is "0"; it must be a whole number from 1.', '--steps 1000'],
    [['train', 'a', '--steps', '1' + '0'.repeat(30)], 'from 0 to 9007199254740991.', '--steps 1000'],
    [['train', 'a', '--kernels', 'natve'], '--kernels is "natve"', '--kernels native'],
    [['train', 'a', '--weights', ''], '--weights needs a value.', '--weights FILE'],
    [['trace', 'a', '--text', 'b', '--npy='], '--npy needs a value.', '--npy FOLDER'],
    [
      ['train', 'a', '--weights', '--json'],
      '--weights needs a value, and --json looks like a flag.',
      '--weights=--json',
    ],
    [['lookback', 'a', '--at', '3'], 'There is no text to look at.', 'lookback a --text FILE --at 100'],
    [['help', 'trian'], 'There is no command "trian".', 'Did you mean "train"?'],
    [['--version', 'train'], 'There is no use for "train" here.', '--help'],
    [['--help', 'train', 'a'], 'There is no use for "a" here.', '--help'],
    [['demo', '--sample', 'bible'], '--sample is "bible"; it must be one of moby-dick, four-letters.', 'moby-dick'],
  ])('refuses %j with what is wrong and what to do, and exit status 1', async (argv, message, remedy) => {
    const { status, written, wrong } = await run(...argv);
    expect(status).toBe(1);
    expect(written).toBe('');
    expect(wrong).toContain(message);
    expect(wrong).toContain(remedy);
  });
});

/** Flags that mean nothing without another one, and those that mean nothing beside another one. */
const needing = [['train', 'profiles', 'json']];
const apart = [
  ['trace', 'checkpoint', 'weights'],
  ['lookback', 'checkpoint', 'weights'],
  ['install-tensorflow', 'from', 'remove'],
];

describe('the flags of every command', () => {
  const command = (name: string) => commands().find((each) => each.name === name)!;
  const written = (name: string, flag: string) =>
    command(name).flags[flag]!.value === undefined ? [`--${flag}`] : [`--${flag}`, '1'];
  const parsed = (name: string, ...flags: string[]) =>
    parseCommand(command(name), [
      ...(command(name).operand ? ['x'] : []),
      ...flags.flatMap((flag) => written(name, flag)),
    ]);

  it.each(needing)('%s --%s is refused without --%s', (name, flag, needed) => {
    expect(() => parsed(name, flag)).toThrow(`--${flag} means nothing without --${needed}.`);
  });

  it.each(apart)('%s --%s is refused beside --%s', (name, flag, other) => {
    expect(() => parsed(name, flag, other)).toThrow(`--${flag} means nothing beside --${other}.`);
    expect(() => parsed(name, other, flag)).toThrow(`--${flag} means nothing beside --${other}.`);
  });

  it.each(commands().map(({ name }) => name))('of %s: all others go together, and none is taken twice', (name) => {
    const isApart = (a: string, b: string) =>
      apart.some((row) => row[0] === name && row.includes(a) && row.includes(b));
    const needed = (flag: string) => needing.filter((row) => row[0] === name && row[1] === flag).map((row) => row[2]!);
    const all = Object.keys(command(name).flags);
    for (const one of all) {
      expect(() => parsed(name, one, one, ...needed(one))).toThrow(`"${name}" is given --${one} twice.`);
      for (const other of all)
        if (one !== other && !isApart(one, other)) {
          const together = [...new Set([one, other, ...needed(one), ...needed(other)])];
          expect(() => parsed(name, ...together)).not.toThrow();
        }
    }
  });
});
