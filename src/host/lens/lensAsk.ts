import type { LensMethods } from '../../protocol/lens';
import type { Params, Result } from '../../protocol/rpc';

/** Asks the inspector about a lens; a question that is aborted is answered by nobody. */
export type LensAsk = <M extends keyof LensMethods>(
  method: M,
  params: Params<LensMethods, M>,
  signal?: AbortSignal,
) => Promise<Result<LensMethods, M>>;

/** The questions about a text, and what they ask beside lens, document and version. */
export type TextQuestion =
  'findUnknown' | 'traceSymbol' | 'colourText' | 'lookBack' | 'traceStretch' | 'traceOverview' | 'explainUnit' | 'play';

/** Parameters of a question about a text without its place. */
export type TextParams<M extends TextQuestion> = Omit<Params<LensMethods, M>, 'lens' | 'document' | 'version'>;
