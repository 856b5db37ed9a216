import { expect, it } from 'vitest';
import { Cancelled, Turns, type Turn } from './turns';

/** Work of some pieces that says when it did each. */
async function work(name: string, pieces: number, turn: Turn, done: string[]): Promise<void> {
  for (let i = 0; i < pieces; i++) {
    done.push(name);
    await turn.pause();
  }
}

it('the newest question goes first, and what nobody waits for last', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const all = [
    work('background', 3, turns.background(), done),
    work('old', 3, turns.question(), done),
    work('new', 3, turns.question(), done),
  ];
  await Promise.all(all);
  expect(done.join(' ')).toBe('background old new new new old old background background');
});

it('work that nobody wants any more ends at its next pause, also where it waits', async () => {
  const turns = new Turns();
  const controller = new AbortController();
  const waiting = work('waiting', 100, turns.question(controller.signal), []);
  controller.abort();
  await expect(waiting).rejects.toBeInstanceOf(Cancelled);
  await expect(work('late', 1, turns.question(controller.signal), [])).rejects.toBeInstanceOf(Cancelled);
});
