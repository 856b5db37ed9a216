// Watches over a server: node vscodeHostGuard.mjs PARENT SERVER ends the server when the parent has gone.
import { setTimeout as delay } from 'node:timers/promises';
import { isGroupRunning, isRunning, stopGroup } from './vscodeHostProcess.mjs';

const [parent = 0, server = 0] = process.argv.slice(2).map(Number);
while (isRunning(parent) && isGroupRunning(server)) await delay(500);
if (isGroupRunning(server)) await stopGroup(server);
