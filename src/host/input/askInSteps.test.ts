import { describe, expect, it, vi } from 'vitest';
import { askInSteps, type Step } from './askInSteps';
import { back } from './place';

vi.mock('vscode', () => ({ CancellationError: class CancellationError extends Error {} }));

interface Answers {
  cell: string;
  units: number;
}

/** Questions that are answered from a list of replies; what each was asked with is kept. */
function script(...replies: (Partial<Answers> | typeof back | undefined)[]) {
  const asked: { step: number; answers: Partial<Answers> }[] = [];
  const step: Step<Answers> = async (answers, { step: at }) => {
    asked.push({ step: at, answers: { ...answers } });
    return replies.shift();
  };
  return { asked, answers: askInSteps<Answers>('New Experiment', [step, step]) };
}

describe('questions in steps', () => {
  it('collect the answers in their order', async () => {
    const { answers, asked } = script({ cell: 'gru' }, { units: 64 });
    expect(await answers).toEqual({ cell: 'gru', units: 64 });
    expect(asked.map(({ step }) => step)).toEqual([1, 2]);
  });

  it('go back one question and keep what was answered there', async () => {
    const { answers, asked } = script({ cell: 'gru' }, back, { cell: 'lstm' }, { units: 64 });
    expect(await answers).toEqual({ cell: 'lstm', units: 64 });
    expect(asked[2]).toEqual({ step: 1, answers: { cell: 'gru' } });
  });

  it('depend on what was answered before, also after going back', async () => {
    const places: string[] = [];
    const replies: (Partial<Answers> | typeof back)[] = [{ cell: 'gru' }, back, { cell: 'lstm' }, { units: 64 }];
    const step: Step<Answers> = async (_, { step: at, totalSteps }) => {
      places.push(`${at}/${totalSteps}`);
      return replies.shift();
    };
    const answers = await askInSteps<Answers>('', ({ cell }) => (cell === 'gru' ? [step, step, step] : [step, step]));
    expect(answers).toEqual({ cell: 'lstm', units: 64 });
    expect(places).toEqual(['1/2', '2/3', '1/3', '2/2']);
  });

  it('end without an answer when somebody leaves', async () => {
    await expect(script({ cell: 'gru' }, undefined).answers).rejects.toThrow();
  });
});
