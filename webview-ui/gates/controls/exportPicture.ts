import { formatCount } from '../../../src/protocol/words';
import type { GatesTheme } from '../gatesTheme';
import { paintFigure } from '../painting/paintFigure';
import { paintWhole, wholeHeight } from '../painting/paintWhole';
import { fullName } from '../../../src/protocol/quantityWords';
import type { Shown } from '../shown';

const margin = 20;
const titleHeight = 34;
/** Between the curves and the strip, as on the page. */
const gap = 10;
/** Pixels of the file for one of the page, so that it can be printed. */
const ratio = 2;

/** The picture as it stands, with a title, as a PNG in base64. */
export async function exportPicture(shown: Shown, theme: GatesTheme): Promise<string> {
  const { left, width, right, height } = shown.layout;
  const size = {
    width: left + width + right + 2 * margin,
    height: titleHeight + height + gap + wholeHeight + 2 * margin,
  };
  const canvas = new OffscreenCanvas(size.width * ratio, size.height * ratio);
  const pen = canvas.getContext('2d')!;
  pen.scale(ratio, ratio);
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, size.width, size.height);
  pen.translate(margin, margin);
  pen.font = `600 13px ${theme.fontFamily}`;
  pen.fillStyle = theme.foreground;
  pen.fillText(title(shown), left, 13);
  pen.translate(0, titleHeight);
  paintFigure(pen, shown, theme);
  pen.translate(0, height + gap);
  paintWhole(pen, shown, theme, undefined);
  return base64(await canvas.convertToBlob({ type: 'image/png' }));
}

/** What is seen of what: file name and title alike. */
export function title({ data, view, layer: shape }: Shown): string {
  const { lens, text } = data;
  const step = lens.step === undefined ? '' : ` ${formatCount(lens.step)}`;
  const layer = lens.layers.length > 1 ? ` ${view.layer + 1}` : '';
  return `${text.name} · ${lens.name}${step} · ${fullName(view.quantity, shape)}${layer}`;
}

function base64(blob: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Error(reader.error?.message ?? 'unreadable'));
    reader.readAsDataURL(blob);
  });
}
