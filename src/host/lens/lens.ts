import type { LogOutputChannel, Uri } from 'vscode';
import { CancellationError, Disposable, EventEmitter, Uri as UriOf, workspace } from 'vscode';
import type { ColourBy, LensDescription, LensMethods, LensSource } from '../../protocol/lens';
import type { Params, Result } from '../../protocol/rpc';
import { errorText } from '../../protocol/userError';
import type { Runs } from '../lab/runs';
import { followedCheckpoint } from './followedCheckpoint';
import type { LensAsk, TextParams, TextQuestion } from './lensAsk';
import type { LensDocument } from './lensDocument';
import type { LensMemory } from './lensMemory';
import { LensTexts } from './lensTexts';

/** A lens, and what it was opened on. */
export interface OpenLens {
  source: LensSource;
  description: LensDescription;
  /** The checkpoint that it followed to here. */
  followed?: string;
}

/** What a lens needs from the host. */
export interface LensNeeds {
  ask: LensAsk;
  /** The inspector has ended: it has forgotten lens and texts. */
  onInspectorEnded: (listener: () => void) => Disposable;
  runs: Runs;
  memory: LensMemory;
  log: LogOutputChannel;
}

/** The lens of this window: the weights that are looked through, and the documents that are looked at. */
export class Lens implements Disposable {
  private open: OpenLens | undefined;
  private isStale = false;
  private opening: Promise<unknown> = Promise.resolve();
  private reopening: Promise<unknown> | undefined;
  /** What the person wants to look through: an answer to an older wish comes too late. */
  private wanted: LensSource | undefined;
  private documents: string[] = [];
  private by: ColourBy | undefined;
  private readonly texts: LensTexts;
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;
  /** Why the newest checkpoint is not looked through, while an older one still is. */
  trouble: string | undefined;
  /** Why the lens of the last window is not here. */
  failure: string | undefined;

  /** Another lens, another checkpoint of it, other documents, other colours. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly parts: LensNeeds) {
    this.texts = new LensTexts(parts.ask, parts.log);
    this.subscription = Disposable.from(
      this.changed,
      parts.runs.onDidChange(({ directories }) => this.follow(directories)),
      parts.onInspectorEnded(() => this.onInspectorEnded()),
      workspace.onDidChangeTextDocument((event) => this.texts.edit(event)),
      workspace.onDidCloseTextDocument(({ uri }) => this.texts.forget(uri.toString())),
    );
  }

  /** The open lens. */
  get current(): OpenLens | undefined {
    return this.open;
  }

  /** What colours the texts. */
  get colourBy(): ColourBy | undefined {
    return this.by;
  }

  /** Addresses of all documents that the lens covers: the experiment's own text first. */
  get covered(): string[] {
    if (!this.open) return [];
    return [...new Set([UriOf.file(this.open.description.dataPath).toString(), ...this.documents])];
  }

  /** Whether the lens covers a document. */
  covers(uri: Uri): boolean {
    return this.covered.includes(uri.toString());
  }

  /** Looks through other weights. @throws UserError where they cannot be read */
  async lookThrough(source: LensSource): Promise<OpenLens> {
    const before = this.wanted;
    this.wanted = source;
    const opened = this.opening
      .then(() => this.replace(source))
      .catch((error: unknown) => {
        if (this.wanted === source) this.wanted = before;
        throw error;
      });
    this.opening = opened.catch(() => undefined);
    return opened;
  }

  /** Takes the lens of the last window up again. */
  async restore(): Promise<void> {
    const remembered = this.parts.memory.read();
    if (!remembered) return;
    this.documents = remembered.documents;
    this.by = remembered.colourBy;
    try {
      await this.lookThrough(remembered.source);
    } catch (error) {
      this.failure = errorText(error);
      this.parts.log.warn(this.failure);
      this.changed.fire();
    }
  }

  close(): void {
    const { open } = this;
    this.open = this.wanted = this.failure = this.trouble = undefined;
    this.documents = [];
    if (open) this.forget(open.description);
    this.remember();
    this.changed.fire();
  }

  /** Covers one more document. */
  add(uri: Uri): void {
    this.documents = [...new Set([...this.documents, uri.toString()])];
    this.tell();
  }

  /** Leaves a document alone that the person has added. */
  remove(uri: Uri): void {
    this.documents = this.documents.filter((each) => each !== uri.toString());
    this.texts.forget(uri.toString());
    this.tell();
  }

  /** Takes a text back that is in no document of the person. */
  forgetText(uri: Uri): void {
    this.texts.forget(uri.toString());
  }

  /** Chooses what colours the texts; nothing without an argument. */
  colour(by: ColourBy | undefined): void {
    this.by = by;
    this.tell();
  }

  /** Asks about a document as it is at this moment. */
  async askAbout<M extends TextQuestion>(
    document: LensDocument,
    method: M,
    params: TextParams<M>,
    signal?: AbortSignal,
  ): Promise<Result<LensMethods, M>> {
    if (this.isStale) await this.reopen();
    if (!this.open) throw new Error('no lens is open');
    this.texts.give(document);
    const place = { lens: this.open.description.id, document: document.uri.toString(), version: document.version };
    return this.parts.ask(method, { ...params, ...place } as unknown as Params<LensMethods, M>, signal);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async replace(source: LensSource): Promise<OpenLens> {
    const before = this.open;
    const block = workspace.getConfiguration('unroll').get<number>('lens.block', 64);
    const followed = followedCheckpoint(source, this.runOf(source));
    const description = await this.parts.ask('openLens', { source, block });
    if (this.wanted !== source) {
      this.forget(description);
      throw new CancellationError();
    }
    if (before && !this.isStale) this.forget(before.description);
    this.open = { source, description, followed };
    this.isStale = false;
    this.failure = undefined;
    this.trouble = description.passedOver;
    if (this.trouble !== undefined) this.parts.log.warn(this.trouble);
    this.parts.log.info(`Lens: ${description.name}, step ${description.step ?? '?'}`);
    this.tell();
    return this.open;
  }

  /** The inspector has started anew: it gets the lens again, once for all who ask. */
  private reopen(): Promise<unknown> {
    const { open } = this;
    if (!open) return Promise.resolve();
    this.reopening ??= this.lookThrough(open.source).finally(() => (this.reopening = undefined));
    return this.reopening;
  }

  private forget({ id }: LensDescription): void {
    void this.parts.ask('closeLens', { lens: id }).catch(() => undefined);
  }

  /** A new checkpoint of the run that is looked through; one that cannot be read is left for the next. */
  private follow(directories: string[]): void {
    const { open } = this;
    if (!open || !('directory' in open.source) || !directories.includes(open.source.directory)) return;
    const wanted = followedCheckpoint(open.source, this.runOf(open.source));
    if (wanted === undefined || wanted === open.followed) return;
    open.followed = wanted;
    this.lookThrough(open.source).catch((error: unknown) => {
      if (error instanceof CancellationError) return;
      this.trouble = errorText(error);
      this.parts.log.warn(this.trouble);
      this.changed.fire();
    });
  }

  private runOf(source: LensSource) {
    return 'directory' in source ? this.parts.runs.find(source.directory) : undefined;
  }

  private onInspectorEnded(): void {
    this.isStale = this.open !== undefined;
    this.texts.forgetAll();
  }

  private tell(): void {
    this.remember();
    this.changed.fire();
  }

  private remember(): void {
    const { open, documents, by } = this;
    this.parts.memory.write(open && { source: open.source, documents, colourBy: by });
  }
}
