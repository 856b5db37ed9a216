import type { FromGatesPanel, GatesAnswer, GatesQuestion, GatesQuestions } from '../../../src/protocol/gatesPanel';
import type { Params, Result } from '../../../src/protocol/rpc';

type Kind = keyof GatesQuestions;

interface Open {
  number: number;
  take(answer: GatesAnswer): void;
}

/** Questions to the host: each is asked once while it is open, and forgotten when its answer is of no use any more. */
export class Questions {
  private readonly open = new Map<string, Open>();
  private readonly failed = new Set<string>();
  private lastNumber = 0;

  /** @param tell tells the host */
  constructor(private readonly tell: (message: FromGatesPanel) => void) {}

  /**
   * Asks, unless the same question is open or could not be answered.
   * @param key tells questions of one kind apart
   */
  ask<K extends Kind>(
    kind: K,
    key: string,
    params: Params<GatesQuestions, K>,
    take: (answer: Result<GatesQuestions, K>) => void,
  ): void {
    const name = `${kind} ${key}`;
    if (this.open.has(name) || this.failed.has(name)) return;
    const number = ++this.lastNumber;
    this.open.set(name, { number, take: take as Open['take'] });
    this.tell({ type: 'ask', number, question: { kind, params } as unknown as GatesQuestion });
  }

  /** Forgets the open questions of a kind but these. */
  keepOnly(kind: Kind, keys: Iterable<string>): void {
    const kept = new Set([...keys].map((key) => `${kind} ${key}`));
    const gone = [...this.open].filter(([name]) => name.startsWith(`${kind} `) && !kept.has(name));
    this.forget(gone);
  }

  /** Forgets everything, failures included: the lens or the text is another one. */
  forgetAll(): void {
    this.forget([...this.open]);
    this.failed.clear();
  }

  /** What could not be answered may be asked again: something has changed. */
  forgetFailures(): void {
    this.failed.clear();
  }

  /** Takes an answer; one that nobody waits for any more is dropped. */
  answer(number: number, answer: GatesAnswer): void {
    const found = this.find(number);
    if (found === undefined) return;
    this.open.delete(found[0]);
    found[1].take(answer);
  }

  /** A question stays without an answer: it is not asked again until something has changed. */
  fail(number: number): void {
    const found = this.find(number);
    if (found === undefined) return;
    this.open.delete(found[0]);
    this.failed.add(found[0]);
  }

  private find(number: number): [string, Open] | undefined {
    return [...this.open].find(([, open]) => open.number === number);
  }

  private forget(gone: [string, Open][]): void {
    if (gone.length === 0) return;
    for (const [name] of gone) this.open.delete(name);
    this.tell({ type: 'forget', numbers: gone.map(([, { number }]) => number) });
  }
}
