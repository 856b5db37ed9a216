import { createInterface } from 'node:readline';
import type { Greeting } from './messages';

/** Answers requests from the input, a line of JSON each, until it ends; then the process ends too. */
export async function answer<Methods extends { [M in keyof Methods]: (params: never) => unknown }>(
  greeting: Greeting,
  methods: Methods,
): Promise<void> {
  const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
  say(greeting);
  if ('absent' in greeting) process.exit(0);
  for await (const line of createInterface({ input: process.stdin })) {
    const { method, params } = JSON.parse(line) as { method: keyof Methods; params: never };
    say(await methods[method](params));
  }
  process.exit(0);
}

/** Milliseconds of each of the steps that are taken in so long a time. */
export function timed(takeStep: () => void, { ms, steps }: { ms: number; steps: number }): number[] {
  const stepMs: number[] = [];
  const end = performance.now() + ms;
  for (let startedAt = performance.now(); stepMs.length < steps || startedAt < end;) {
    takeStep();
    const now = performance.now();
    stepMs.push(now - startedAt);
    startedAt = now;
  }
  return stepMs;
}
