import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import type { Params, Result } from '../protocol/rpc';
import type { SessionEvents, SessionMethods } from '../protocol/session';
import { breathe } from './breathe';
import { fromRemote, sessionEnded } from './remoteFailure';

/** Connects to the session that listens on a socket. @throws UserError where none does */
export async function connectSession(path: string): Promise<SessionClient> {
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', () => reject(sessionEnded()));
  });
  return new SessionClient(socket);
}

/** The asking end of a session's socket. */
export class SessionClient {
  private readonly connection: MessageConnection;
  private readonly closed: Promise<void>;
  private readonly events = new EventEmitter<{ progressed: [SessionEvents['progressed']] }>();

  constructor(private readonly socket: Socket) {
    socket.on('error', () => socket.destroy());
    this.connection = createMessageConnection(socket, socket);
    this.closed = new Promise((resolve) => socket.once('close', () => void this.readOut().then(resolve)));
    this.connection.onNotification('progressed', (event: SessionEvents['progressed']) => {
      this.events.emit('progressed', event);
    });
    this.connection.listen();
  }

  /** Asks the session. @throws UserError for what a person can mend, a session that has ended included */
  async call<M extends keyof SessionMethods>(
    method: M,
    params: Params<SessionMethods, M>,
  ): Promise<Result<SessionMethods, M>> {
    try {
      return await this.connection.sendRequest<Result<SessionMethods, M>>(method, params);
    } catch (error) {
      throw fromRemote(error, sessionEnded);
    }
  }

  /** Calls the listener at every change of state and at most ten times a second. */
  onProgressed(listener: (event: SessionEvents['progressed']) => void): () => void {
    this.events.on('progressed', listener);
    return () => void this.events.off('progressed', listener);
  }

  /** Calls the listener once when the session has hung up, or has done so already. */
  onClosed(listener: () => void): () => void {
    let isSubscribed = true;
    void this.closed.then(() => isSubscribed && listener());
    return () => void (isSubscribed = false);
  }

  /** What came in before the end is still handed out, a message a turn; then whoever waits for an answer is told. */
  private async readOut(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await breathe();
    this.connection.dispose();
  }

  dispose(): void {
    this.connection.dispose();
    this.socket.destroy();
  }
}
