import { SHARE_ENV, Worker } from 'node:worker_threads';

/** What a worker needs to become a thread of the team. */
export interface WasmThread {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Where its stack begins; it grows towards 0. */
  stack: number;
  team: number;
  thread: number;
}

/**
 * A worker's whole program. It has no file, so that it is there however this code is bundled. A trap ends the thread
 * and the others are told, as they would wait for it.
 */
const program = `
const { workerData, parentPort } = require('node:worker_threads');
const { module, memory, stack, team, thread } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
exports.__stack_pointer.value = stack;
parentPort.postMessage('ready');
try {
  exports.team_work(team, thread);
} catch {
  exports.team_leave(team, thread);
}
`;

/** Starts a thread; it does not keep the process alive. @returns when it is ready to work */
export async function startWasmThread(data: WasmThread): Promise<Worker> {
  const worker = new Worker(program, { eval: true, workerData: data, execArgv: [], env: SHARE_ENV });
  await new Promise<void>((ready, fail) => {
    worker.once('message', () => ready());
    worker.once('error', fail);
    worker.once('exit', () => fail(new Error('A worker thread ended before it began.')));
  });
  worker.removeAllListeners();
  worker.unref();
  return worker;
}
