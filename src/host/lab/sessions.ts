import type { LogOutputChannel } from 'vscode';
import { Disposable, l10n, workspace } from 'vscode';
import type { SessionClient } from '../../runs/sessionClient';
import type { ListedRun } from '../../runs/listRuns';
import type { Params, Result } from '../../protocol/rpc';
import type { SessionMethods } from '../../protocol/session';
import { UserError } from '../../protocol/userError';
import { experimentFolder } from '../../runs/runRecord';
import type { Runs } from './runs';

/** How often a live run whose session does not answer is looked at again. */
const lookAgainMs = 1000;

/** The connections to the running sessions: made as soon as a live run is seen, also after the window was reloaded. */
export class Sessions implements Disposable {
  private readonly clients = new Map<string, Promise<SessionClient | undefined>>();
  private readonly subscription: Disposable;
  private isDisposed = false;

  constructor(
    private readonly runs: Runs,
    private readonly log: LogOutputChannel,
  ) {
    this.subscription = Disposable.from(
      runs.onDidChange(() => this.attachToLive()),
      workspace.onDidGrantWorkspaceTrust(() => this.attachToLive()),
    );
  }

  /** Asks the session of a run; fails with what to do when it is gone. */
  async call<M extends keyof SessionMethods>(
    run: ListedRun,
    method: M,
    params: Params<SessionMethods, M>,
  ): Promise<Result<SessionMethods, M>> {
    const client = await this.attach(run);
    if (!client) throw sessionGone(run);
    return client.call(method, params);
  }

  dispose(): void {
    this.isDisposed = true;
    this.subscription.dispose();
    for (const client of this.clients.values()) void client.then((attached) => attached?.dispose());
  }

  /** A run folder names the socket to connect to: in a folder that is not trusted nobody is called unasked. */
  private attachToLive(): void {
    if (!workspace.isTrusted) return;
    for (const run of this.runs.live()) if (!this.clients.has(run.directory)) void this.attach(run);
  }

  private attach(run: ListedRun): Promise<SessionClient | undefined> {
    const attached = this.clients.get(run.directory) ?? this.connect(run);
    this.clients.set(run.directory, attached);
    return attached;
  }

  private async connect(run: ListedRun): Promise<SessionClient | undefined> {
    try {
      const { connectSession } = await import('../../runs/sessionClient');
      const client = await connectSession(run.record!.socket);
      if (this.isDisposed) client.dispose();
      client.onProgressed((event) => this.runs.tell(run.directory, event.run));
      client.onClosed(() => this.onClosed(run));
      this.log.info(`Attached to the session of ${run.id}`);
      this.runs.tell(run.directory, await client.call('describe', {}));
      return client;
    } catch (error) {
      this.log.debug(`No answer from the session of ${run.id}: ${String(error)}`);
      this.lookAgain(run);
      return undefined;
    }
  }

  private onClosed(run: ListedRun): void {
    this.log.info(`The session of ${run.id} ended`);
    this.lookAgain(run, 0);
  }

  /** Lists the run again; while it still counts as live, connecting is tried again. */
  private lookAgain(run: ListedRun, afterMs = lookAgainMs): void {
    setTimeout(() => {
      this.clients.delete(run.directory);
      if (!this.isDisposed) void this.runs.refresh(experimentFolder(run.directory));
    }, afterMs);
  }
}

const sessionGone = (run: ListedRun): UserError =>
  new UserError(
    l10n.t('The session of run {0} does not answer.', run.number),
    l10n.t('If it has ended, resume the run; its log says more.'),
  );
