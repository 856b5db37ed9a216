import type { GatesAnswer, GatesQuestion, GatesQuestions } from '../../protocol/gatesPanel';
import type { Params, Result } from '../../protocol/rpc';
import { symbolOffsetsOf } from '../lens/documentSymbols';
import type { Lens } from '../lens/lens';
import type { PlacedDocument } from '../lens/lensDocument';

/** An answer, and whether it will be no other when more of the text is traced. */
export interface Answered<A> {
  answer: A;
  isWhole: boolean;
}

/** Questions about a text under the lens; what has formed is known without it. */
export type TextKind = Exclude<keyof GatesQuestions, 'formed'>;
type Answers = {
  [K in TextKind]: (
    lens: Lens,
    document: PlacedDocument,
    params: Params<GatesQuestions, K>,
    signal: AbortSignal,
  ) => Promise<Answered<Result<GatesQuestions, K>>>;
};

/** How each question of the gates panel is answered by the inspector; one left out does not compile. */
const answers: Answers = {
  columns: async (lens, document, params, signal) => {
    const answer = await lens.askAbout(document, 'traceStretch', params, signal);
    return { answer, isWhole: !answer.isApproximate };
  },
  overview: async (lens, document, params, signal) => {
    const answer = await lens.askAbout(document, 'traceOverview', params, signal);
    return { answer, isWhole: answer.traced >= answer.symbols };
  },
  symbol: async (lens, document, { at }, signal) => {
    const offset = symbolOffsetsOf(document).offsetOf(at);
    const found = await lens.askAbout(document, 'traceSymbol', { offset, isExact: false }, signal);
    const { line, character } = document.positionAt(found.offset);
    return { answer: { ...found, line: line + 1, column: character + 1 }, isWhole: !found.isApproximate };
  },
  unit: async (lens, document, params, signal) => ({
    answer: await lens.askAbout(document, 'explainUnit', params, signal),
    isWhole: true,
  }),
  lookBack: async (lens, document, { at }, signal) => {
    const offset = symbolOffsetsOf(document).offsetOf(at);
    return { answer: await lens.askAbout(document, 'lookBack', { offset }, signal), isWhole: true };
  },
  play: async (lens, document, { intervention, until, layer, quantity }, signal) => {
    const seen = { layer, quantity };
    const answer = await lens.askAbout(document, 'play', { intervention, until, seen }, signal);
    return { answer, isWhole: !answer.isApproximate };
  },
};

/** Answers a question of the gates panel about a document. @throws UserError where that cannot be answered */
export function answerGates(
  lens: Lens,
  document: PlacedDocument,
  { kind, params }: Extract<GatesQuestion, { kind: TextKind }>,
  signal: AbortSignal,
): Promise<Answered<GatesAnswer>> {
  return answers[kind](lens, document, params as never, signal);
}
