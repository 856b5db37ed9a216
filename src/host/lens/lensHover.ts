import type { CancellationToken, Position, TextDocument } from 'vscode';
import { Hover, languages, MarkdownString, Range, type Disposable, type LogOutputChannel } from 'vscode';
import type { SymbolTrace } from '../../protocol/lens';
import { errorText, UserError } from '../../protocol/userError';
import { chosenNotation } from './chosenNotation';
import { hoverCommands, hoverMarkdown } from './hoverMarkdown';
import type { Lens } from './lens';
import { inkOf } from './themeInk';
import type { UnitOrders } from './unitOrders';

/** Shows in the documents under the lens what the network computes at the character under the pointer. */
export function provideLensHover(lens: Lens, orders: UnitOrders, log: LogOutputChannel): Disposable {
  const exact = new ExactTrace(lens);
  return languages.registerHoverProvider([{ scheme: '*' }], {
    provideHover: async (document, position, token) => {
      if (!lens.current || !lens.covers(document.uri)) return undefined;
      try {
        return await hoverAt(lens, exact, orders, document, position, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        if (error instanceof UserError) return new Hover(plain(error.text));
        log.error(errorText(error));
        return undefined;
      }
    },
  });
}

async function hoverAt(
  lens: Lens,
  exact: ExactTrace,
  orders: UnitOrders,
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<Hover | undefined> {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const question = { offset: document.offsetAt(position), isExact: false };
  const { version } = document;
  const symbol = await lens.askAbout(document, 'traceSymbol', question, abort.signal);
  if (token.isCancellationRequested || document.version !== version || !lens.current) return undefined;
  if (symbol.isApproximate) exact.fetch(document, symbol);
  const start = document.positionAt(symbol.offset);
  const text = hoverMarkdown(symbol, {
    lens: lens.current.description,
    document: document.uri.toString(),
    line: start.line + 1,
    column: start.character + 1,
    ...inkOf('state'),
    notation: chosenNotation(),
    order: (layer) => orders.of(layer),
  });
  return new Hover(linked(text), new Range(start, document.positionAt(symbol.offset + symbol.length)));
}

/** Has the exact numbers fetched: a hover that stands cannot change, but the next one at its place has them ready. */
class ExactTrace {
  private asking = new AbortController();

  constructor(private readonly lens: Lens) {}

  /** Fetches them for a symbol, and no more for the one before. */
  fetch(document: TextDocument, { offset }: SymbolTrace): void {
    this.asking.abort();
    const { signal } = (this.asking = new AbortController());
    this.lens.askAbout(document, 'traceSymbol', { offset, isExact: true }, signal).catch(() => undefined);
  }
}

function linked(text: string): MarkdownString {
  const markdown = new MarkdownString(text);
  markdown.supportHtml = true;
  markdown.isTrusted = { enabledCommands: hoverCommands };
  return markdown;
}

const plain = (text: string): MarkdownString => new MarkdownString().appendText(text);
