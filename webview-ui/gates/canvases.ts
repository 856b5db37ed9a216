import type { GatesTheme } from './gatesTheme';
import { paintFigure } from './painting/paintFigure';
import { formedHeight, formedPictures, paintFormed } from './painting/paintFormed';
import { paintSaturation, saturationHeight } from './painting/paintSaturation';
import { paintWhole, wholeHeight } from './painting/paintWhole';
import { emptyCanvas } from './painting/pen';
import type { Shown } from './shown';

/** The canvases of the page. */
export class Canvases {
  readonly figure: HTMLCanvasElement;
  readonly whole: HTMLCanvasElement;
  /** The width of the picture's canvas, kept so that drawing never makes the page reckon. */
  width = 0;

  /** @param resized called when the room for the picture has changed */
  constructor(
    private readonly page: ParentNode,
    resized: () => void,
  ) {
    this.figure = page.querySelector('#figure')!;
    this.whole = page.querySelector('#whole')!;
    const room = this.figure.parentElement!;
    this.width = room.clientWidth;
    new ResizeObserver(() => {
      if (room.clientWidth === this.width) return;
      this.width = room.clientWidth;
      resized();
    }).observe(room);
  }

  /** @param reading what is read under the pointer */
  draw(shown: Shown, theme: GatesTheme, reading: string | undefined): void {
    paintFigure(emptyCanvas(this.figure, this.width, shown.layout.height), shown, theme);
    paintWhole(emptyCanvas(this.whole, this.width, wholeHeight), shown, theme, reading);
    this.drawFormed(shown, theme);
  }

  private drawFormed(shown: Shown, theme: GatesTheme): void {
    const canvas = this.page.querySelector<HTMLCanvasElement>('#formed');
    const pictures = formedPictures(shown);
    if (canvas === null || pictures.length === 0) return;
    paintFormed(emptyCanvas(canvas, this.width, formedHeight(pictures)), shown, pictures, theme);
  }

  drawSaturation({ overview, view }: Shown, theme: GatesTheme): void {
    const canvas = this.saturation;
    if (canvas === null || overview === undefined) return;
    const width = canvas.parentElement!.clientWidth;
    paintSaturation(emptyCanvas(canvas, width, saturationHeight), width, overview, view.unit, theme);
  }

  get saturation(): HTMLCanvasElement | null {
    return this.page.querySelector('#saturation');
  }
}
