import { workerData } from 'node:worker_threads';
import { config } from '@vscode/l10n';
import { endSession } from './endSession';
import { HeartbeatReader } from './heartbeat';
import { Watch, type Finding } from './watch';
import { endedWords, lastsWords } from './watchWords';
import type { WatchOrder } from './watchOrder';
import { sayTo, tellSupervisor } from './tell';

/* A thread beside the one that trains: it sees when a step does not end, says so, and ends the session that stands. */
const order = workerData as WatchOrder;
if (order.l10nBundle !== undefined) config({ fsPath: order.l10nBundle });
const heart = new HeartbeatReader(order.memory);
const watch = new Watch(heart, order.limits, order.everyMs, performance.now());
const say = sayTo(order);
let toldPaceMs = 0;

const timer = setInterval(() => {
  if (order.successor.kind === 'supervisor') keepUp(order.successor.processId);
  const found = watch.look(performance.now());
  if (found) void act(found);
}, order.everyMs);

async function act(found: Finding): Promise<void> {
  if (found.what === 'lasts') return say(lastsWords(found));
  if (found.what === 'ended') return say(endedWords(found));
  clearInterval(timer);
  await endSession(order, found, say);
}

/** Tells the supervisor how long steps take; where it was killed, nobody would end this process. */
function keepUp(supervisor: number): void {
  if (process.ppid !== supervisor) process.kill(process.pid, 'SIGKILL');
  const paceMs = heart.medianMs('step') ?? 0;
  if (Math.abs(paceMs - toldPaceMs) < 100) return; // for a step of less nobody waits
  toldPaceMs = paceMs;
  tellSupervisor({ paceMs });
}
