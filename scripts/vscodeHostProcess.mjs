import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Whether a process is there. @param {number} pid Negative: a process group. */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Ends exactly this server's processes; what an extension has started as detached lives on. @param {number} pid */
export async function stopGroup(pid) {
  killGroup(pid, 'SIGTERM');
  for (const end = Date.now() + 5000; isGroupRunning(pid); await delay(20))
    if (Date.now() > end) return killGroup(pid, 'SIGKILL');
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function killGroup(pid, signal) {
  if (process.platform === 'win32')
    return void spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** @param {number} pid */
function groupOf(pid) {
  return process.platform === 'win32' ? pid : -pid;
}

/** Whether any process of a server is there. @param {number} pid */
export function isGroupRunning(pid) {
  return isRunning(groupOf(pid));
}

/** Starts a process that ends the server as soon as this process has gone, however it went. @param {number} pid */
export function guardGroup(pid) {
  const guard = fileURLToPath(new URL('vscodeHostGuard.mjs', import.meta.url));
  const options = { detached: true, stdio: /** @type {const} */ ('ignore'), windowsHide: true };
  spawn(process.execPath, [guard, String(process.pid), String(pid)], options).unref();
}
