import { describe, expect, it } from 'vitest';
import { OrderQueue } from './orderQueue';

describe('orders to a session', () => {
  it('are carried out one by one, in the order in which they came', async () => {
    const queue = new OrderQueue();
    const done: string[] = [];
    const orders = ['first', 'second'].map((name) => queue.give(() => Promise.resolve(done.push(name))));
    expect(await queue.carryOutNext()).toBe(true);
    expect(done).toEqual(['first']);
    expect(await queue.carryOutNext()).toBe(true);
    expect(await queue.carryOutNext()).toBe(false);
    expect(await Promise.all(orders)).toEqual([1, 2]);
  });

  it('fail for whoever gave them, and for nobody else', async () => {
    const queue = new OrderQueue();
    const failing = queue.give(() => Promise.reject(new Error('no')));
    const outcome = failing.catch((error: unknown) => String(error));
    expect(await queue.carryOutNext()).toBe(true);
    expect(await outcome).toBe('Error: no');
  });

  it('wake a queue that waits for one', async () => {
    const queue = new OrderQueue();
    const arrived = queue.arrival();
    void queue.give(() => Promise.resolve());
    await arrived;
    expect(await queue.carryOutNext()).toBe(true);
  });

  it('are refused once the session has ended, those that still wait too', async () => {
    const queue = new OrderQueue();
    const waiting = queue.give(() => Promise.resolve());
    queue.close();
    await expect(waiting).rejects.toThrow('The session has ended');
    await expect(queue.give(() => Promise.resolve())).rejects.toThrow('The session has ended');
  });
});
