import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { nearest } from '../protocol/nearest';

/** The flags that a person wrote, each read as what it has to be. */
export class FlagValues {
  constructor(private readonly values: Record<string, string | boolean | undefined>) {}

  isSet(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /**
   * @param example what is proposed instead of a wrong one, unless a number can be made out in that
   * @throws UserError where it is not a whole number from least to most
   */
  wholeNumber(
    name: string,
    least: number,
    { most = Number.MAX_SAFE_INTEGER, example = least }: { most?: number; example?: number } = {},
  ): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const isRight = (value: number) => Number.isInteger(value) && value >= least && value <= most;
    if (/^\d+$/.test(text) && isRight(Number(text))) return Number(text);
    const isOpen = most === Number.MAX_SAFE_INTEGER && !(meant(text) > most);
    const range = isOpen
      ? l10n.t('a whole number from {0}', least)
      : l10n.t('a whole number from {0} to {1}', least, most);
    throw isNot(name, text, range, String(isRight(meant(text)) ? meant(text) : Math.min(most, example)));
  }

  /** @throws UserError where it is not a number above 0 */
  positiveNumber(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = text.trim() === '' ? NaN : Number(text);
    if (value > 0 && Number.isFinite(value)) return value;
    const withPoint = text.replace(',', '.');
    throw isNot(name, text, l10n.t('a number above 0'), Number(withPoint) > 0 ? withPoint : '0.8');
  }

  /** @throws UserError where it is none of the choices */
  oneOf<C extends string>(name: string, choices: readonly C[]): C | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const chosen = choices.find((choice) => choice === text);
    if (chosen !== undefined) return chosen;
    throw isNot(name, text, l10n.t('one of {0}', choices.join(', ')), nearest(text, [...choices]) ?? choices[0]!);
  }
}

/** The number that a person most likely meant by 1e3, 1_000, 1,000 or +5. */
const meant = (text: string): number =>
  text.trim() === '' ? NaN : Number(/^\d{1,3}([,_ ']\d{3})+$/.test(text) ? text.replace(/\D/g, '') : text);

const isNot = (name: string, text: string, allowed: string, example: string) =>
  new UserError(
    l10n.t('--{0} is {1}; it must be {2}.', name, JSON.stringify(text), allowed),
    l10n.t('For example: {0}', `--${name} ${example}`),
  );
