import type { DecorationRenderOptions, TextEditorDecorationType, ThemableDecorationRenderOptions } from 'vscode';
import { DecorationRangeBehavior, Disposable, ThemeColor, window } from 'vscode';
import type { Meaning } from './scale';
import { isHighContrast } from './themeInk';

/** Opacity of the steps from 1: text on the strongest keeps a contrast of 4.6. */
const tints = { dark: [0.1, 0.19, 0.28, 0.38], light: [0.12, 0.24, 0.37, 0.5] };

/** The decoration types of one meaning: one a step, one for numbers below zero. */
export interface TintTypes {
  steps: TextEditorDecorationType[];
  belowZero: TextEditorDecorationType;
}

/** The decoration types of the lens, made when first needed and again after a change between kinds of theme. */
export class Tints implements Disposable {
  private readonly types = new Map<Meaning, TintTypes>();
  private isForHighContrast = isHighContrast();

  /** The types of a meaning. */
  of(meaning: Meaning): TintTypes {
    const types = this.types.get(meaning) ?? typesOf(meaning);
    this.types.set(meaning, types);
    return types;
  }

  /** The types of all meanings that were needed so far. */
  all(): [Meaning, TintTypes][] {
    return [...this.types];
  }

  /** Makes all types anew where the theme needs other ones; answers whether it did. */
  renew(): boolean {
    if (this.isForHighContrast === isHighContrast()) return false;
    this.dispose();
    this.isForHighContrast = isHighContrast();
    return true;
  }

  dispose(): void {
    for (const { steps, belowZero } of this.types.values()) Disposable.from(...steps, belowZero).dispose();
    this.types.clear();
  }
}

function typesOf(meaning: Meaning): TintTypes {
  const color = `unroll.${meaning}`;
  return {
    steps: [0, 1, 2, 3].map((step) => made(isHighContrast() ? underline(color, step) : tint(color, step))),
    belowZero: made({ borderStyle: 'dotted', borderWidth: '0 0 1px 0', borderColor: new ThemeColor(color) }),
  };
}

const made = (options: DecorationRenderOptions): TextEditorDecorationType =>
  window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.ClosedClosed, ...options });

const tint = (color: string, step: number): DecorationRenderOptions => ({
  dark: background(color, tints.dark[step]!),
  light: background(color, tints.light[step]!),
});

/** A theme's colour made transparent: its CSS variable, so that a theme that changes the colour changes the tint. */
const background = (color: string, opacity: number): ThemableDecorationRenderOptions => ({
  backgroundColor: `color-mix(in srgb, var(--vscode-${color.replace('.', '-')}) ${100 * opacity}%, transparent)`,
});

const underline = (color: string, step: number): DecorationRenderOptions => ({
  borderStyle: 'solid',
  borderWidth: `0 0 ${step + 1}px 0`,
  borderColor: new ThemeColor(color),
});
