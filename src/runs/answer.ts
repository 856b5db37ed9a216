import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import type { Handlers, Params } from '../protocol/rpc';
import { toRemote } from './remoteFailure';

/**
 * Answers the requests of a connection by handlers; failures cross with their remedy, bugs go to `logged` too, but not
 * where nobody wants the answer any more.
 */
export function answer<M extends object>(
  connection: MessageConnection,
  methods: readonly (keyof M & string)[],
  handlers: Handlers<M>,
  logged: (error: unknown) => void,
): void {
  for (const method of methods)
    connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
      const controller = new AbortController();
      const cancellation = token.onCancellationRequested(() => controller.abort());
      try {
        return await handlers[method](params as Params<M, typeof method>, controller.signal);
      } catch (error) {
        const failure = toRemote(error);
        if (failure.data?.remedy === undefined && !controller.signal.aborted) logged(error);
        throw failure;
      } finally {
        cancellation.dispose();
      }
    });
  connection.onError(([error]) => logged(error));
  connection.listen();
}
