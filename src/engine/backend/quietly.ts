/* eslint-disable no-console -- the console is set aside here, not used */

const channels = ['log', 'info', 'warn', 'error'] as const;

/** Runs something while libraries cannot write to the console; what they wrote comes back, line by line. */
export async function quietly<T>(body: () => Promise<T>): Promise<{ result: T; said: string[] }> {
  const said: string[] = [];
  const before = channels.map((channel) => console[channel]);
  for (const channel of channels) console[channel] = (...words: unknown[]) => said.push(words.map(String).join(' '));
  try {
    return { result: await body(), said };
  } finally {
    channels.forEach((channel, i) => (console[channel] = before[i]!));
  }
}
