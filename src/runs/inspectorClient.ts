import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { parse } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-jsonrpc/node';
import type { InspectorMethods } from '../protocol/inspector';
import type { Params, Result } from '../protocol/rpc';
import { UserError } from '../protocol/userError';
import { cleanEnvironment } from './cleanEnvironment';
import { inspectArguments } from './inspectArguments';
import { fromRemote } from './remoteFailure';

/** Environment variable that says "yes" where the workspace is trusted, so that cells of the person's own may run. */
export const trustVariable = 'UNROLL_TRUSTED';

interface RunningInspector {
  process: ChildProcess;
  connection: MessageConnection;
  /** The end of what it said, for an error message. */
  lastWords: string;
}

/** Asks the inspector process, which starts with the first question and again after a crash. */
export class InspectorClient {
  private inspector?: RunningInspector;
  /** Told when the process has ended: what it was given is forgotten. */
  onEnded: () => void = () => undefined;

  /**
   * @param script the inspector's bundle
   * @param environment variables added to this process's own
   * @param deafMs a process that says nothing for so long after a cancellation is ended: a cell of a person's own may
   * loop for ever
   */
  constructor(
    private readonly script: string,
    private readonly environment: NodeJS.ProcessEnv = {},
    private readonly deafMs = 20_000,
  ) {}

  /**
   * Asks.
   * @param signal cancels the question; it then fails, with whatever error
   * @throws UserError for what a person can mend, a crash of the inspector included
   */
  async call<M extends keyof InspectorMethods>(
    method: M,
    params: Params<InspectorMethods, M>,
    signal?: AbortSignal,
  ): Promise<Result<InspectorMethods, M>> {
    const inspector = (this.inspector ??= this.start());
    const source = new CancellationTokenSource();
    let deaf: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      source.cancel();
      deaf = setTimeout(() => this.endDeaf(inspector), this.deafMs);
      inspector.process.once('message', () => clearTimeout(deaf));
    };
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    try {
      return await inspector.connection.sendRequest<Result<InspectorMethods, M>>(method, params, source.token);
    } catch (error) {
      throw fromRemote(error, () => inspectorEnded(inspector.lastWords));
    } finally {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(deaf);
      source.dispose();
    }
  }

  dispose(): void {
    const inspector = this.inspector;
    this.forget(inspector);
    inspector?.process.kill();
  }

  private endDeaf(inspector: RunningInspector): void {
    inspector.lastWords += l10n.t('It did not listen any more and was ended.');
    inspector.process.kill('SIGKILL');
  }

  private start(): RunningInspector {
    const process = forkInspector(this.script, this.environment);
    const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
    const inspector = { process, connection, lastWords: '' };
    process.stderr?.on('data', (said: Buffer) => {
      inspector.lastWords = (inspector.lastWords + said.toString()).slice(-2000);
    });
    process.once('close', () => this.forget(inspector));
    process.once('error', (error) => {
      inspector.lastWords += error.message;
      this.forget(inspector);
    });
    connection.listen();
    return inspector;
  }

  /** Whoever still waits for an answer is told. */
  private forget(inspector: RunningInspector | undefined): void {
    inspector?.connection.dispose();
    if (this.inspector !== inspector) return;
    this.inspector = undefined;
    if (inspector) this.onEnded();
  }
}

function forkInspector(script: string, environment: NodeJS.ProcessEnv): ChildProcess {
  return fork(script, [], {
    execPath: process.execPath,
    execArgv: inspectArguments('inspector'),
    cwd: parse(process.execPath).root, // a folder that nobody wants to remove
    env: cleanEnvironment(environment),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...{ windowsHide: true }, // fork hands it to spawn
  });
}

const inspectorEnded = (lastWords: string): UserError =>
  new UserError(
    l10n.t('The inspector process ended unexpectedly. Its last words: {0}', lastWords.trim() || l10n.t('none.')),
    l10n.t('Try again; if it happens again, report it with these words.'),
  );
