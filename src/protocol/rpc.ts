/** Parameters of one method of a map. */
export type Params<M, K extends keyof M> = M[K] extends (params: infer P) => unknown ? P : never;
/** Result of one method of a map. */
export type Result<M, K extends keyof M> = M[K] extends (params: never) => infer R ? R : never;
/**
 * Who answers a map implements this; leaving a method out does not compile. The signal is aborted where the answer is not
 * wanted any more.
 */
export type Handlers<M> = {
  [K in keyof M]: (params: Params<M, K>, signal?: AbortSignal) => Promise<Result<M, K>> | Result<M, K>;
};

/** A failure as it crosses a process border. */
export interface RemoteFailure {
  message: string;
  /** Only where a person can mend it. */
  remedy?: string;
}
