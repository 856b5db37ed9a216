import type { Disposable } from 'vscode';
import { EventEmitter, l10n, window, workspace } from 'vscode';
import type { InspectorMethods } from '../../protocol/inspector';
import { l10nVariable } from '../../protocol/l10nVariable';
import type { Params, Result } from '../../protocol/rpc';
import type { InspectorClient } from '../../runs/inspectorClient';

/** When a question is said to take long. */
const lateMs = 30_000;

/** Asks the inspector process, which starts with the first question. */
export class Inspector implements Disposable {
  private client: Promise<InspectorClient> | undefined;
  private readonly ended = new EventEmitter<void>();
  private readonly trust: Disposable;
  private isOffered = false;

  /** The process has ended, and with it all that it was given; the next question starts it again. */
  readonly onDidEnd = this.ended.event;

  /**
   * @param script the inspector's program
   * @param l10nBundle the localisation bundle, if any
   * @param environment variables added to this process's own
   */
  constructor(
    private readonly script: string,
    private readonly l10nBundle: string | undefined,
    private readonly environment: NodeJS.ProcessEnv = {},
  ) {
    this.trust = workspace.onDidGrantWorkspaceTrust(() => this.renew());
  }

  /**
   * Asks one question.
   * @param signal ends the question when the answer is of no use any more
   */
  async call<M extends keyof InspectorMethods>(
    method: M,
    params: Params<InspectorMethods, M>,
    signal?: AbortSignal,
  ): Promise<Result<InspectorMethods, M>> {
    this.client ??= this.connect();
    const client = await this.client;
    const late = setTimeout(() => void this.offerEnd(client), lateMs);
    return client.call(method, params, signal).finally(() => clearTimeout(late));
  }

  /** Ends the process; the next question starts a new one. */
  restart(): void {
    void this.client?.then((client) => client.dispose());
  }

  dispose(): void {
    this.trust.dispose();
    void this.client?.then((client) => client.dispose());
    this.ended.dispose();
  }

  /** A cell of a person's own may loop for ever, and then hears of nothing. */
  private async offerEnd(client: InspectorClient): Promise<void> {
    if (this.isOffered) return;
    this.isOffered = true;
    const end = l10n.t('End It');
    const sentence = l10n.t(
      'A question to the inspector has taken {0} s so far, and is still being answered.',
      lateMs / 1000,
    );
    if ((await window.showWarningMessage(sentence, end)) === end) client.dispose();
    this.isOffered = false;
  }

  /** Ends the process and forgets with what environment it was started. */
  private renew(): void {
    this.restart();
    this.client = undefined;
  }

  private async connect(): Promise<InspectorClient> {
    const { InspectorClient, trustVariable } = await import('../../runs/inspectorClient');
    const client = new InspectorClient(this.script, {
      ...this.environment,
      ...(this.l10nBundle ? { [l10nVariable]: this.l10nBundle } : {}),
      [trustVariable]: workspace.isTrusted ? 'yes' : 'no',
    });
    client.onEnded = () => this.ended.fire();
    return client;
  }
}
