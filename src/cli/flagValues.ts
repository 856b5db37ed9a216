import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';

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

  /** @throws UserError where it is not a whole number from least to most */
  wholeNumber(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    const range =
      most === Number.MAX_SAFE_INTEGER
        ? l10n.t('a whole number from {0}', least)
        : l10n.t('a whole number from {0} to {1}', least, most);
    throw isNot(name, text, range, String(least));
  }

  /** @throws UserError where it is not a number above 0 */
  positiveNumber(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = text.trim() === '' ? NaN : Number(text);
    if (value > 0 && Number.isFinite(value)) return value;
    throw isNot(name, text, l10n.t('a number above 0'), '0.8');
  }

  /** @throws UserError where it is none of the choices */
  oneOf<C extends string>(name: string, choices: readonly C[]): C | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const chosen = choices.find((choice) => choice === text);
    if (chosen !== undefined) return chosen;
    throw isNot(name, text, l10n.t('one of {0}', choices.join(', ')), choices[0]!);
  }
}

const isNot = (name: string, text: string, allowed: string, example: string) =>
  new UserError(
    l10n.t('--{0} is {1}; it must be {2}.', name, JSON.stringify(text), allowed),
    l10n.t('For example: {0}', `--${name} ${example}`),
  );
