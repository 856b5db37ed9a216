import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './fixtures/exampleRun';
import { buildProcess } from './fixtures/buildProcess';
import { inspectArguments, inspectVariable } from './inspectArguments';
import { startTrainer } from './startTrainer';

describe('UNROLL_INSPECT', () => {
  it('gives the process that it names a port for a debugger, and no other', () => {
    expect(inspectArguments('trainer', 'trainer:9230')).toEqual(['--inspect=127.0.0.1:9230']);
    expect(inspectArguments('inspector', 'trainer:9230')).toEqual([]);
  });

  it('takes several, with blanks', () => {
    const wish = ' trainer:9230 , inspector : 9231 ';
    expect(inspectArguments('trainer', wish)).toEqual(['--inspect=127.0.0.1:9230']);
    expect(inspectArguments('inspector', wish)).toEqual(['--inspect=127.0.0.1:9231']);
  });

  it('passes over what names no port', () => {
    for (const wish of [
      '',
      'trainer',
      'trainer:',
      'trainer:0',
      'trainer:70000',
      'trainer:9230x',
      'xtrainer:9230',
      '9230',
    ])
      expect(inspectArguments('trainer', wish)).toEqual([]);
  });

  it('lets a trainer listen for a debugger', async () => {
    const folder = await temporaryFolder();
    const script = await buildProcess('runs/fixtures/saysItsArguments.ts', folder);
    process.env[inspectVariable] = 'trainer:9230';
    try {
      const request = { experimentPath: `${folder}/a.unroll.json`, engine: 'embedded', kernels: 'auto' } as const;
      expect((await startTrainer(script, request)).runId).toBe('--inspect=127.0.0.1:9230');
    } finally {
      delete process.env[inspectVariable];
    }
  });
});
