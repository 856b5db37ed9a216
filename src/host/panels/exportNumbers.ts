import { open } from 'node:fs/promises';
import { npyHeader } from '../../protocol/formats/npyHeader';
import type { Stretch } from '../../protocol/lens';
import { reported } from '../../runs/writeFailure';

/** Symbols that are asked for at once. */
const stretchSymbols = 1024;

/** What is exported: the numbers of one quantity of all units, a row a symbol. */
export interface NumbersExport {
  path: string;
  format: 'csv' | 'npy';
  from: number;
  to: number;
  units: number;
  /** Numbers of a stretch, one symbol a column. */
  ask: (from: number, to: number) => Promise<Pick<Stretch, 'values' | 'symbols'>>;
  /** Told after each stretch which share is written. */
  onProgress?: (share: number) => void;
}

/** Writes numbers to a file, stretch after stretch: no more than one is ever in memory. */
export async function exportNumbers({ path, format, from, to, units, ask, onProgress }: NumbersExport): Promise<void> {
  const file = await reported(path, () => open(path, 'w'));
  try {
    const write = (content: Uint8Array | string) => reported(path, () => file.writeFile(content));
    await write(format === 'npy' ? npyHeader('<f4', [to - from, units]) : csvHeader(units));
    for (let at = from; at < to; at += stretchSymbols) {
      const end = Math.min(to, at + stretchSymbols);
      const stretch = await ask(at, end);
      const bytes = Buffer.from(stretch.values, 'base64');
      await write(format === 'npy' ? bytes : csvRows(bytes, stretch.symbols, at, units));
      onProgress?.((end - from) / (to - from));
    }
  } finally {
    await file.close();
  }
}

const csvHeader = (units: number): string =>
  `position,symbol,${Array.from({ length: units }, (_, unit) => `unit ${unit}`).join(',')}\n`;

/** A row a symbol: its number, itself, its numbers with the digits that a float32 has. */
function csvRows(bytes: Buffer, symbols: string[], from: number, units: number): string {
  return symbols
    .map((symbol, row) => {
      const values = Array.from({ length: units }, (_, unit) => bytes.readFloatLE(4 * (row * units + unit)));
      return `${from + row},"${symbol.replaceAll('"', '""')}",${values.map((value) => written(value)).join(',')}\n`;
    })
    .join('');
}

const written = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(7))) : String(value);
