import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { l10n, workspace } from 'vscode';
import type { CellName } from '../../protocol/experiment';
import { formatBytes } from '../../protocol/words';
import type { Step } from '../input/askInSteps';
import { pickOne, type Choice } from '../input/pickOne';
import { typeIn } from '../input/typeIn';
import { back } from '../input/place';
import { cellNames } from '../lab/experimentSummaries';
import { nameProblem, newName } from './newName';

/** What New Experiment asks for. */
export interface NewExperiment {
  dataset: string;
  cell: CellName;
  units: number;
  layers: number;
  name: string;
}

type Question = Step<NewExperiment>;

/** Which text of the workspace. */
export const askDataset =
  (paths: string[]): Question =>
  async ({ dataset }, place) => {
    const choices = await Promise.all(paths.map(datasetChoice));
    const placeholder = l10n.t('Which text is to be learned?');
    return asField('dataset', await pickOne(place, { placeholder, choices, preset: dataset }));
  };

/** Which cell. */
export const askCell: Question = async ({ cell = 'lstm' }, place) => {
  const choices = (Object.keys(cellSentences) as CellName[]).map((value) => ({
    label: cellNames[value],
    detail: cellSentences[value],
    value,
  }));
  return asField('cell', await pickOne(place, { placeholder: l10n.t('Which recurrent cell?'), choices, preset: cell }));
};

/** How many hidden units. */
export const askUnits: Question = async ({ units = 128 }, place) => {
  const choices = [32, 64, 128, 256, 512].map((value) => countChoice(value, unitWords[value]));
  const placeholder = l10n.t('How many hidden units in each layer? Choose, or type a number.');
  return asField('units', await pickOne(place, { placeholder, choices, preset: units, typed: typedCount }));
};

/** How many layers. */
export const askLayers: Question = async ({ layers = 1 }, place) => {
  const choices = [1, 2, 3].map((value) => countChoice(value, layerWords[value]));
  const placeholder = l10n.t('How many layers, one over the other? Choose, or type a number.');
  return asField('layers', await pickOne(place, { placeholder, choices, preset: layers, typed: typedCount }));
};

/** What the experiment is called. */
export const askName: Question = async ({ dataset, cell, name }, place) => {
  const preset = name ?? newName(dataset!, cell!);
  const prompt = l10n.t('Name of the experiment: {0} is written beside {1}.', 'NAME.unroll.json', basename(dataset!));
  return asField('name', await typeIn(place, { prompt, preset, problem: (text) => nameProblem(dataset!, text) }));
};

/** An answer as a field of all answers. */
function asField<K extends string, V>(
  key: K,
  reply: V | typeof back | undefined,
): Record<K, V> | typeof back | undefined {
  return reply === undefined || reply === back
    ? (reply as typeof back | undefined)
    : ({ [key]: reply } as Record<K, V>);
}

async function datasetChoice(path: string): Promise<Choice<string>> {
  const size = await stat(path).then(
    (found) => formatBytes(found.size),
    () => undefined,
  );
  const place = workspace.asRelativePath(path);
  return {
    label: basename(path),
    description: size,
    detail: place === basename(path) ? undefined : place,
    value: path,
  };
}

const countChoice = (value: number, description?: string): Choice<number> => ({
  label: String(value),
  description,
  value,
});

const typedCount = (text: string): Choice<number> | undefined =>
  /^[1-9]\d{0,5}$/.test(text.trim()) ? countChoice(Number(text)) : undefined;

const cellSentences: Record<CellName, string> = {
  lstm: l10n.t('Keeps a memory behind three gates: remembers longest.'),
  gru: l10n.t('Two gates and no separate memory: a quarter fewer numbers, nearly as good.'),
  elman: l10n.t('The simple recurrent network: its gradient vanishes within a few time steps.'),
  deep: l10n.t('A network of any depth from one hidden state to the next.'),
  jordan: l10n.t('Feeds back what it puts out, and nothing else.'),
  'feed-forward': l10n.t('No recurrence: a window of the last few symbols, as a baseline.'),
  own: l10n.t('A TypeScript file of your own.'),
};

const unitWords: Record<number, string> = {
  32: l10n.t('seconds an epoch on a short text'),
  128: l10n.t('a good start'),
  512: l10n.t('slow without a fast engine'),
};

const layerWords: Record<number, string> = { 1: l10n.t('a good start') };
