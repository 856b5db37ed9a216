import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Outcome } from './part';

const saveEveryMs = 500;

interface Kept {
  seed: number;
  count: number;
  outcomes: Outcome[];
}

/** The cases that are done, in a file: whoever is interrupted goes on where it was. */
export class Progress {
  readonly outcomes = new Map<number, Outcome>();
  private savedMs = 0;

  private constructor(
    private readonly path: string,
    private readonly seed: number,
    private readonly count: number,
  ) {}

  /** Takes up what is there of the same seed and count, unless all of it was done. */
  static open(path: string, seed: number, count: number): Progress {
    const progress = new Progress(path, seed, count);
    const kept = read(path);
    const isSame = kept?.seed === seed && kept.count === count && kept.outcomes.length < count;
    if (isSame) for (const outcome of kept.outcomes) progress.outcomes.set(outcome.case, outcome);
    return progress;
  }

  /** The first case that is not done. */
  get from(): number {
    let first = 0;
    while (this.outcomes.has(first)) first++;
    return first;
  }

  get isComplete(): boolean {
    return this.outcomes.size >= this.count;
  }

  note(outcome: Outcome): void {
    this.outcomes.set(outcome.case, outcome);
    if (performance.now() - this.savedMs >= saveEveryMs) this.save();
  }

  save(): void {
    const { seed, count, path } = this;
    const kept: Kept = { seed, count, outcomes: [...this.outcomes.values()] };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.tmp`, JSON.stringify(kept));
    renameSync(`${path}.tmp`, path);
    this.savedMs = performance.now();
  }
}

function read(path: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept;
  } catch {
    return undefined; // there is none yet
  }
}
