import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';

const CODE_POINTS = 0x110000;

/** The symbols that a model knows, each with its number. */
export class Vocabulary {
  /** Number of the unknown symbol, if there is one: it is the last. */
  readonly unknown: number | undefined;
  private readonly numbers = new Map<string, number>();

  /** @param symbols in the order of their numbers; an unknown symbol is last and is the empty string */
  constructor(readonly symbols: string[]) {
    symbols.forEach((symbol, number) => this.numbers.set(symbol, number));
    this.unknown = this.numbers.get('');
  }

  /** The symbols of the training part in the order of their code points; an unknown one where `rest` has others. */
  static ofCodePoints(training: Int32Array, rest: Int32Array): Vocabulary {
    const isKnown = new Uint8Array(CODE_POINTS);
    for (let i = 0; i < training.length; i++) isKnown[training[i]!] = 1;
    const symbols: string[] = [];
    for (let point = 0; point < CODE_POINTS; point++) if (isKnown[point]) symbols.push(String.fromCodePoint(point));
    return new Vocabulary(rest.every((point) => isKnown[point]) ? symbols : [...symbols, '']);
  }

  get size(): number {
    return this.symbols.length;
  }

  /**
   * The numbers of a text's symbols.
   * @throws UserError where a symbol is not in the vocabulary and there is no unknown symbol
   */
  encode(text: string): Int32Array {
    return Int32Array.from([...text], (symbol) => this.numberOf(symbol));
  }

  /** The text that symbols make; the unknown symbol shows as U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.symbols[id] || '\ufffd').join('');
  }

  /** Puts numbers in the place of code points. */
  encodeInPlace(points: Int32Array): Int32Array {
    const numbers = new Int32Array(CODE_POINTS).fill(this.unknown ?? -1);
    this.symbols.forEach((symbol, number) => {
      if (symbol !== '') numbers[symbol.codePointAt(0)!] = number;
    });
    for (let i = 0; i < points.length; i++) points[i] = numbers[points[i]!]!;
    return points;
  }

  private numberOf(symbol: string): number {
    const number = this.numbers.get(symbol) ?? this.unknown;
    if (number === undefined) throw isUnknown(symbol);
    return number;
  }
}

function isUnknown(symbol: string): UserError {
  const point = symbol.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return new UserError(
    l10n.t(
      'The symbol {0} (U+{1}) does not occur in the text that the run was trained on.',
      JSON.stringify(symbol),
      point,
    ),
    l10n.t('Leave it out, or train on a text that has it.'),
  );
}
