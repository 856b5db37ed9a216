import { describe, expect, it } from 'vitest';
import { CapturedTerminal } from './capturedTerminal';
import { commands, runCommandLine } from './commandLine';

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
    [['train', 'a', '--steps', '-1'], '--steps is "-1"; it must be a whole number from 0.', '--steps 0'],
    [['train', 'a', '--steps', '1e3'], '--steps is "1e3"; it must be a whole number from 0.', '--steps 0'],
    [['train', 'a', '--engine', 'gpu'], '--engine is "gpu"; it must be one of auto, embedded', '--engine auto'],
    [
      ['train', 'a', '--kernels', 'gpu'],
      '--kernels is "gpu"; it must be one of auto, native, wasm, wasm-simd, ',
      'auto',
    ],
    [['train', 'a', '--threads', '65'], '--threads is "65"; it must be a whole number from 0 to 64.', '--threads 0'],
    [['sample', 'a', '--length', '0'], '--length is "0"; it must be a whole number from 1 to 1000000.', '--length 1'],
    [['sample', 'a', '--temperature', '0'], '--temperature is "0"; it must be a number above 0.', '0.8'],
    [['sample', 'a', '--temperature', 'hot'], '--temperature is "hot"', '0.8'],
    [['sample', 'a', '--seed', '4294967296'], '--seed is "4294967296"', '--seed 0'],
    [['demo', '--sample', 'bible'], '--sample is "bible"; it must be one of moby-dick, four-letters.', 'moby-dick'],
  ])('refuses %j with what is wrong and what to do, and exit status 1', async (argv, message, remedy) => {
    const { status, written, wrong } = await run(...argv);
    expect(status).toBe(1);
    expect(written).toBe('');
    expect(wrong).toContain(message);
    expect(wrong).toContain(remedy);
  });
});
