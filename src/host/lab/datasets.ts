import type { Stats } from 'node:fs';
import type { Disposable } from 'vscode';
import { env, EventEmitter, l10n } from 'vscode';
import type { Inspector } from './inspector';
import { WorkspaceFiles } from './workspaceFiles';

/** Larger texts are not read only to say how long they are. */
const largestCountedBytes = 100e6;

/** The texts of the workspace, and how many characters they have. */
export class Datasets implements Disposable {
  readonly files = new WorkspaceFiles('**/*.txt');
  private readonly counts = new Map<string, { key: string; text?: string }>();
  private readonly counted$ = new EventEmitter<string>();
  private last: Promise<unknown> = Promise.resolve();

  /** The characters of a text have been counted. */
  readonly onDidCount = this.counted$.event;

  constructor(private readonly inspector: Inspector) {}

  /** The number of characters in words, if it is known already; else counting starts. */
  counted(path: string, file: Stats): string | undefined {
    const key = `${file.size} ${file.mtimeMs}`;
    const known = this.counts.get(path);
    if (known?.key === key) return known.text;
    this.counts.set(path, { key });
    if (file.size > 0 && file.size < largestCountedBytes) this.last = this.last.then(() => this.count(path, key));
    return undefined;
  }

  dispose(): void {
    this.files.dispose();
    this.counted$.dispose();
  }

  /** A text that cannot be read keeps its size in bytes; what is wrong with it is said where it is used. */
  private async count(path: string, key: string): Promise<void> {
    const description = await this.inspector.call('describeData', { path }).catch(() => undefined);
    if (!description) return;
    this.counts.set(path, { key, text: charactersText(description.symbols) });
    this.counted$.fire(path);
  }
}

/** 1.1 M characters; in full below ten thousand. */
function charactersText(symbols: number): string {
  const count = new Intl.NumberFormat(env.language, { notation: 'compact', maximumFractionDigits: 1 })
    .formatToParts(symbols)
    .map((part) => (part.type === 'compact' ? `\u00a0${part.value.trim()}` : part.value))
    .join('');
  const full = new Intl.NumberFormat(env.language).format(symbols);
  return l10n.t('{0} characters', symbols < 10_000 ? full : count);
}
