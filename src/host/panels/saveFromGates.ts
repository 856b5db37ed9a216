import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CancellationError, l10n, ProgressLocation, Uri, window, workspace } from 'vscode';
import { reported } from '../../runs/writeFailure';
import { symbolOffsetsOf } from '../lens/documentSymbols';
import type { Lens } from '../lens/lens';
import type { LensDocument } from '../lens/lensDocument';
import { requireLens } from '../lens/requireLens';
import { exportNumbers } from './exportNumbers';
import type { GatesRequest } from './gatesPanelParts';

/** Saves the picture of the gates panel where the person wants it. */
export async function savePicture({ png, name }: GatesRequest<'savePicture'>): Promise<void> {
  const uri = await askWhere(`${name}.png`, { [l10n.t('Picture')]: ['png'] });
  await reported(uri.fsPath, () => writeFile(uri.fsPath, Buffer.from(png, 'base64')));
}

/** Saves the numbers that the gates panel shows; what is broken off leaves no file. */
export async function saveNumbers(
  lens: Lens,
  document: LensDocument,
  { format, layer, quantity, from, to }: GatesRequest<'saveNumbers'>,
): Promise<void> {
  const { description } = requireLens(lens);
  const { symbols } = symbolOffsetsOf(document);
  const name = `${description.name}-${quantity}-layer-${layer + 1}-${from}-${to}.${format}`;
  const path = (await askWhere(name, { [format.toUpperCase()]: [format] })).fsPath;
  const title = l10n.t('Writing {0}', path);
  await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      let written = 0;
      try {
        await exportNumbers({
          path,
          format,
          from: Math.max(0, Math.floor(from)),
          to: Math.min(symbols, Math.ceil(to)),
          units: description.layers[layer]!.widths?.[quantity] ?? description.layers[layer]!.units,
          ask: (first, end) =>
            lens.askAbout(document, 'traceStretch', { from: first, to: end, every: 1, layer, quantity }, abort.signal),
          onProgress: (share) => {
            progress.report({ increment: 100 * (share - written) });
            written = share;
          },
        });
      } catch (error) {
        await rm(path, { force: true }).catch(() => undefined);
        throw abort.signal.aborted ? new CancellationError() : error;
      }
    },
  );
}

async function askWhere(name: string, filters: Record<string, string[]>): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const safe = name.replace(/[^\p{L}\p{N} ._-]/gu, '-');
  const uri = await window.showSaveDialog({ defaultUri: Uri.file(join(folder, safe)), filters });
  if (!uri) throw new CancellationError();
  return uri;
}
