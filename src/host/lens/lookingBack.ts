import type { TextDocument } from 'vscode';
import { commands, Disposable, EventEmitter, workspace } from 'vscode';
import type { LookBack } from '../../protocol/lens';
import type { Lens } from './lens';
import { lookBackSteps } from './lookBackSteps';
import { symbolOffsetsOf } from './documentSymbols';
import type { Steps } from './stepStretches';

/** A look-back that is shown. */
export interface ShownLookBack extends Steps {
  document: string;
  /** The symbol that had to be predicted: its number, and where it stands. */
  at: number;
  offset: number;
  end: number;
  /** How many symbols back one hundredth of the nearest norm is left. */
  hundredth: number;
}

/** Looking back from a symbol: what its prediction depends on, until it is closed or the text changes. */
export class LookingBack implements Disposable {
  private shown: ShownLookBack | undefined;
  private asking = new AbortController();
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(private readonly lens: Lens) {
    this.subscription = Disposable.from(
      this.changed,
      workspace.onDidChangeTextDocument(
        ({ document, contentChanges }) => contentChanges.length > 0 && this.of(document) && this.stop(),
      ),
      lens.onDidChange(() => this.shown && !lens.covered.includes(this.shown.document) && this.stop()),
    );
  }

  /** The look-back in a document. */
  of(document: TextDocument): ShownLookBack | undefined {
    return this.shown?.document === document.uri.toString() ? this.shown : undefined;
  }

  get current(): ShownLookBack | undefined {
    return this.shown;
  }

  /** Looks back from the symbol at an offset. @throws UserError where that cannot be answered */
  async start(document: TextDocument, offset: number): Promise<ShownLookBack | undefined> {
    this.asking.abort();
    const { signal } = (this.asking = new AbortController());
    const { version } = document;
    const found = await this.lens.askAbout(document, 'lookBack', { offset }, signal);
    if (signal.aborted || document.version !== version) return undefined;
    this.show({ document: document.uri.toString(), ...placed(document, found) });
    return this.shown;
  }

  stop(): void {
    this.asking.abort();
    if (this.shown) this.show(undefined);
  }

  dispose(): void {
    this.asking.abort();
    this.subscription.dispose();
  }

  private show(shown: ShownLookBack | undefined): void {
    this.shown = shown;
    void commands.executeCommand('setContext', 'unroll.isLookingBack', shown !== undefined);
    this.changed.fire();
  }
}

function placed(document: TextDocument, found: LookBack): Omit<ShownLookBack, 'document'> {
  const places = symbolOffsetsOf(document);
  const offset = places.offsetOf(found.at);
  return { at: found.at, offset, end: places.offsetOf(found.at + 1), ...lookBackSteps(found, offset) };
}
