import { utimes } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import type { Handlers } from '../protocol/rpc';
import type { RunRecord } from '../protocol/run';
import type { SessionMethods } from '../protocol/session';
import { answer } from './answer';
import { cannotMake, newSocketPath, removeStaleSockets } from './socketFolder';

/** Every method once; one left out does not compile. */
const methods: Record<keyof SessionMethods, true> = {
  describe: true,
  pause: true,
  resume: true,
  stepOnce: true,
  stop: true,
  setLearningRate: true,
  sample: true,
};

/** A reader that has fallen this far behind gets no further events until it has caught up. */
const mostWaitingBytes = 1 << 20;
/** How often the socket is touched, so that no cleaner of temporary files takes it for abandoned. */
const touchEveryMs = 600_000;

/** The session's end of its socket: answers requests, and tells everyone attached how training goes. */
export class SessionServer {
  private readonly attached = new Map<Socket, MessageConnection | undefined>();
  private readonly touching: NodeJS.Timeout;
  private handlers?: Handlers<SessionMethods>;

  private constructor(
    private readonly server: Server,
    readonly socket: string,
    private readonly logged: (error: unknown) => void,
  ) {
    server.on('connection', (socket) => this.attach(socket));
    this.touching = setInterval(() => void this.touch(), touchEveryMs).unref();
  }

  /** Listens on a new socket; whoever connects before `serve` waits. */
  static async listen(logged: (error: unknown) => void): Promise<SessionServer> {
    await removeStaleSockets();
    const path = await newSocketPath();
    return new SessionServer(await listen(path), path, logged);
  }

  /** Answers from now on. */
  serve(handlers: Handlers<SessionMethods>): void {
    this.handlers = handlers;
    for (const socket of this.attached.keys()) this.open(socket, handlers);
  }

  /** Tells everyone attached. */
  announce(run: RunRecord): void {
    for (const [socket, connection] of this.attached)
      if (connection && socket.writableLength < mostWaitingBytes) tell(connection, run).catch(() => socket.destroy());
  }

  /** Sends what is under way, then hangs up. */
  async close(): Promise<void> {
    clearInterval(this.touching);
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate); // answers given just now
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.attached.keys()) hangUp(socket);
    await closed;
  }

  private attach(socket: Socket): void {
    this.attached.set(socket, undefined);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.attached.delete(socket));
    if (this.handlers) this.open(socket, this.handlers);
  }

  private open(socket: Socket, handlers: Handlers<SessionMethods>): void {
    const connection = createMessageConnection(socket, socket);
    this.attached.set(socket, connection);
    connection.onError(() => socket.destroy()); // it speaks another language
    answer<SessionMethods>(connection, Object.keys(methods) as (keyof SessionMethods)[], handlers, this.logged);
  }

  private touch(): Promise<void> {
    return utimes(this.socket, new Date(), new Date()).catch(() => undefined);
  }
}

/** Fails, and never throws, where the connection has just ended. */
async function tell(connection: MessageConnection, run: RunRecord): Promise<void> {
  await connection.sendNotification('progressed', { run });
}

async function listen(path: string): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotMake(dirname(path), error)));
    server.listen(path, resolve);
  });
  server.on('error', () => undefined);
  return server;
}

/** A reader that does not read is not waited for. */
function hangUp(socket: Socket): void {
  socket.end();
  setTimeout(() => socket.destroy(), 1000).unref();
}
