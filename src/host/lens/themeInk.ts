import { ColorThemeKind, window } from 'vscode';
import type { Meaning } from './scale';

type Kind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** The contributed colours as the manifest has them: an image in a hover sees no colours of the theme. */
const inks: Record<Meaning, Record<Kind, string>> = {
  validation: { dark: '#e8a33d', light: '#b45f06', highContrast: '#ffb454', highContrastLight: '#8a4600' },
  gradient: { dark: '#c08be8', light: '#7b3fb5', highContrast: '#d9a8ff', highContrastLight: '#5b21a6' },
  state: { dark: '#35c4ae', light: '#00796b', highContrast: '#5ce6d0', highContrastLight: '#005b50' },
};

const axes: Record<Kind, string> = {
  dark: '#9d9d9d73',
  light: '#61616173',
  highContrast: '#ffffff',
  highContrastLight: '#292929',
};

const kinds: Record<ColorThemeKind, Kind> = {
  [ColorThemeKind.Dark]: 'dark',
  [ColorThemeKind.Light]: 'light',
  [ColorThemeKind.HighContrast]: 'highContrast',
  [ColorThemeKind.HighContrastLight]: 'highContrastLight',
};

/** The colours of a picture for the theme that is on. */
export function inkOf(meaning: Meaning): { ink: string; axis: string } {
  const kind = kinds[window.activeColorTheme.kind];
  return { ink: inks[meaning][kind], axis: axes[kind] };
}

/** Whether the theme that is on is one of high contrast. */
export const isHighContrast = (): boolean => kinds[window.activeColorTheme.kind].startsWith('highContrast');
