import { startEngine } from '../src/engine/backend/engine';
import type { Dataset } from '../src/engine/tasks/languageModel/dataset';
import { Training } from '../src/engine/training/training';
import { operationsOf, type Case } from './cases';
import { inWords, median, rowWithGoal, type Measured, type Row, type Setting } from './row';
import { datasetOf, experimentOf } from './workload';

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

/** A training step of every variant of a cell beside the plain one: step by step in turns, by one thread. */
export async function measure({ isQuick }: Setting): Promise<Measured> {
  const dataset = await datasetOf(400_000);
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const kernels of ['native', 'wasm', 'wasm-simd'] as const) {
    const found = await startEngine({ engine: 'embedded', kernels, threads: 1 });
    if (found.kernels === kernels) for (const each of variants) rows.push(rowOf(kernels, each, dataset, isQuick));
    else notes.push(`Not measured: ${kernels}. ${found.reason ?? ''}`);
  }
  return { rows, notes };
}

function rowOf(kernels: string, of: Variant, dataset: Dataset, isQuick: boolean): Row {
  const [plain, variant] = [of.plain, of.variant].map((each) =>
    Training.create({ experiment: experimentOf(each), dataset }),
  ) as [Training, Training];
  for (let step = 0; step < 3; step++) [plain, variant].forEach(stepMs);
  const [plainMs, variantMs]: [number[], number[]] = [[], []];
  const until = performance.now() + (isQuick ? 800 : 4000);
  while (performance.now() < until || plainMs.length < 7) {
    plainMs.push(stepMs(plain));
    variantMs.push(stepMs(variant));
  }
  [plain, variant].forEach((training) => training.dispose());
  const products = operationsOf(of.variant, true) / operationsOf(of.plain, true);
  const value = median(variantMs) / median(plainMs) / products;
  const forProducts = products > 1 ? `, for ${products.toFixed(2)} x its products` : '';
  const figure = `${value.toFixed(2)} x plain (${inWords(median(plainMs))} ms)${forProducts}`;
  const row = { what: `${of.name}, ${kernels}`, figure, value, details: { plainMs, variantMs, products } };
  return rowWithGoal(row, { atMost: most }, (goal) => `${goal.toFixed(2)} x`);
}

/** Processor time of a step: of one thread it is what the step takes, whatever else the machine does. */
function stepMs(training: Training): number {
  const from = process.cpuUsage();
  training.takeStep({ profile: false, reach: false });
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}
