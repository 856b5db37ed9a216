import type { Disposable } from 'vscode';
import type { InspectorMethods } from '../../protocol/inspector';
import type { Params, Result } from '../../protocol/rpc';
import type { InspectorClient } from '../../runs/inspectorClient';

/** Asks the inspector process, which starts with the first question. */
export class Inspector implements Disposable {
  private client: Promise<InspectorClient> | undefined;

  /**
   * @param script the inspector's program
   * @param l10nBundle the localisation bundle, if any
   */
  constructor(
    private readonly script: string,
    private readonly l10nBundle: string | undefined,
  ) {}

  /** Asks one question. */
  async call<M extends keyof InspectorMethods>(
    method: M,
    params: Params<InspectorMethods, M>,
  ): Promise<Result<InspectorMethods, M>> {
    this.client ??= this.connect();
    return (await this.client).call(method, params);
  }

  dispose(): void {
    void this.client?.then((client) => client.dispose());
  }

  private async connect(): Promise<InspectorClient> {
    const { InspectorClient, l10nVariable } = await import('../../runs/inspectorClient');
    return new InspectorClient(this.script, this.l10nBundle ? { [l10nVariable]: this.l10nBundle } : {});
  }
}
