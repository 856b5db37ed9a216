/** Lets everything that waits for this process have its turn: what came in by then, and the answers to it. */
export async function breathe(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
}
