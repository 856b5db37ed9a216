import * as l10n from '@vscode/l10n';

/** A symbol as it can be heard. */
export function spokenSymbol(symbol: string): string {
  const names: Record<string, () => string> = {
    ' ': () => l10n.t('space'),
    '\n': () => l10n.t('end of line'),
    '\t': () => l10n.t('tab'),
    '\r': () => l10n.t('carriage return'),
    '': () => l10n.t('unknown'),
  };
  return names[symbol]?.() ?? symbol;
}
