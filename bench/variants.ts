import type { Case } from './cases';
import { operationsOf } from './cases';
import type { Peer } from './peer';
import type { UnrollMethods } from './peers/messages';
import { inWords, median, rowWithGoal, type Measured, type Row, type Setting } from './row';
import { startUnroll } from './unrollPeer';

/** A variant of a cell beside the plain one. */
interface Variant {
  name: string;
  plain: Case;
  variant: Case;
}

const size = { units: 256, layers: 1, batch: 32, window: 64 };
const variantOf = (cell: Case['cell'], name: string, options: object, sizes = size): Variant => ({
  name: `${cell} ${name}`,
  plain: { cell, ...sizes },
  variant: { cell, ...sizes, options },
});

const variants: Variant[] = [
  variantOf('lstm', 'with a sigmoid candidate', { candidate: 'sigmoid' }),
  variantOf('lstm', 'with diagonal peepholes', { peephole: 'diagonal' }),
  variantOf('lstm', 'with full peepholes', { peephole: 'full' }),
  variantOf('lstm', 'with dropout, two layers', { dropout: 0.3 }, { ...size, layers: 2 }),
  variantOf('gru', 'that replaces', { update: 'replace' }),
  variantOf('gru', 'that resets before', { reset: 'before' }),
  variantOf('elman', 'with relu', { activation: 'relu' }),
  variantOf('elman', 'with sigmoid', { activation: 'sigmoid' }),
  variantOf('elman', 'with identity', { activation: 'identity' }),
];

/** A variant may take so much more than the plain cell, for the same products. */
const most = 1.15;

/** A training step of every variant of a cell beside the plain one, in turns, by one thread. */
export async function measure(setting: Setting): Promise<Measured> {
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const kernels of ['native', 'wasm', 'wasm-simd']) {
    const peers = [await startUnroll(setting, kernels, 1), await startUnroll(setting, kernels, 1)];
    const [plain, other] = peers.filter((peer) => !('absent' in peer)) as Peer<UnrollMethods>[];
    if (plain && other) for (const each of variants) rows.push(await rowOf(kernels, each, [plain, other], setting));
    else notes.push(`Not measured: ${kernels}.`);
    await Promise.all([plain?.end(), other?.end()]);
  }
  return { rows, notes };
}

async function rowOf(kernels: string, of: Variant, peers: Peer<UnrollMethods>[], { isQuick }: Setting): Promise<Row> {
  const [plain, variant] = peers as [Peer<UnrollMethods>, Peer<UnrollMethods>];
  await plain.ask('open', of.plain);
  await variant.ask('open', of.variant);
  const effort = { ms: isQuick ? 150 : 400, steps: 3 };
  const ratios: number[] = [];
  const turn = async (peer: Peer<UnrollMethods>) => median((await peer.ask('round', effort)).stepMs);
  let plainMs = 0;
  for (let round = 0; round < (isQuick ? 3 : 7); round++) {
    const before = await turn(plain);
    const own = await turn(variant);
    plainMs = (before + (await turn(plain))) / 2; // what disturbs one disturbs its neighbours
    ratios.push(own / plainMs);
  }
  const products = operationsOf(of.variant, true) / operationsOf(of.plain, true);
  const value = median(ratios) / products;
  const figure = `${value.toFixed(2)} x plain (${inWords(plainMs)} ms)${products > 1 ? `, for ${products.toFixed(2)} x its products` : ''}`;
  const row = { what: `${of.name}, ${kernels}`, figure, value, details: { ratios, products, plainMs } };
  return rowWithGoal(row, { atMost: most }, (goal) => `${goal.toFixed(2)} x`);
}
