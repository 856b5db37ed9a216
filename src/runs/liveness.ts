import { connect } from 'node:net';
import type { RunRecord } from '../protocol/run';
import { isLive } from '../protocol/run';

/** Whether the session of a run lives: its process is there and its socket takes connections. */
export async function isSessionAlive(record: RunRecord): Promise<boolean> {
  return isLive(record.state) && isProcessAlive(record.processId) && (await takesConnections(record.socket));
}

function isProcessAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it is there, and another user's
  }
}

/** Whether somebody listens on a local socket. The system answers this, also while the process computes. */
export function takesConnections(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (isListening: boolean) => {
      socket.destroy();
      resolve(isListening);
    };
    socket.setTimeout(2000, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
