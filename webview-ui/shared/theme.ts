import type { Rgb } from './oklch';

/** The colours of the editor's theme and ours, ready for a canvas. */
export interface Theme {
  isLight: boolean;
  background: Rgb;
  foreground: string;
  /** Text that steps back: the foreground mixed with the background. */
  quiet: string;
  /** Borders. */
  rule: string;
  /** Lines behind charts. */
  grid: string;
  training: string;
  validation: string;
  gradient: string;
  state: string;
  alarm: string;
  fontFamily: string;
}

const lightThemes = ['vscode-light', 'vscode-high-contrast-light'];

/** Reads the theme as it stands, from the variables of `theme.css`. */
export function readTheme(): Theme {
  const read = colourReader();
  const colour = (name: string): string => `rgb(${read(name).join(', ')})`;
  return {
    isLight: lightThemes.some((name) => document.body.classList.contains(name)),
    background: read('--background'),
    foreground: colour('--foreground'),
    quiet: colour('--quiet'),
    rule: colour('--rule'),
    grid: colour('--grid'),
    training: colour('--training'),
    validation: colour('--validation'),
    gradient: colour('--gradient'),
    state: colour('--state'),
    alarm: colour('--alarm'),
    fontFamily: getComputedStyle(document.body).fontFamily,
  };
}

/** Tells of every change of theme while the panel lives. */
export function onThemeChanged(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
}

/** Lets the browser compute a variable, whatever it is made of, over the background. */
function colourReader(): (variable: string) => Rgb {
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  const probe = document.createElement('span');
  document.body.append(probe);
  const computed = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const background = computed('--background');
  queueMicrotask(() => probe.remove());
  return (variable) => {
    for (const fill of [background, computed(variable)]) {
      pen.fillStyle = fill;
      pen.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
}
