import { basename } from 'node:path';
import { l10n, Uri } from 'vscode';
import { formatCount } from '../../protocol/words';
import type { Step } from '../input/askInSteps';
import { pickOne, type Choice } from '../input/pickOne';
import { typeIn } from '../input/typeIn';
import { architectures, type Architecture } from './architectures';
import { asField } from './asField';
import type { LayerOption } from './layerOptions';
import { refusalOf, usualUnits, type NewExperiment } from './newExperiment';
import { nameProblem, newName } from './newName';

type Question = Step<NewExperiment>;

/** Which network. The options of another one than before are forgotten. */
export const askArchitecture =
  (packageRoot: Uri): Question =>
  async ({ cell = 'lstm' }, place) => {
    const choices = architectures().map((architecture) => architectureChoice(architecture, packageRoot));
    const reply = await pickOne(place, { placeholder: l10n.t('Which network?'), choices, preset: cell });
    if (typeof reply !== 'string') return reply;
    return reply === cell ? { cell } : { cell: reply, options: {}, newCell: false };
  };

/** An architecture with its sentence and its picture. */
export const architectureChoice = (
  { cell, label, sentence, refusal }: Architecture,
  packageRoot: Uri,
): Choice<string> => ({
  label,
  detail: sentence,
  iconPath: architecturePicture(cell, packageRoot),
  value: cell,
  ...(refusal === undefined ? {} : { refusal }),
});

/** The small picture of an architecture. */
const architecturePicture = (cell: string, packageRoot: Uri): { light: Uri; dark: Uri } => ({
  light: Uri.joinPath(packageRoot, 'media', 'architectures', `${cell}-light.svg`),
  dark: Uri.joinPath(packageRoot, 'media', 'architectures', `${cell}-dark.svg`),
});

/** One option of the cell; what the schema refuses together with the other answers says why. */
export const askOption =
  ({ field, description, preset, values }: LayerOption): Question =>
  async (answers, place) => {
    const { options = {} } = answers;
    const choices = values.map(({ value, words }): Choice<unknown> => {
      const description = value === preset ? l10n.t('default') : undefined;
      return { label: String(value), description, detail: words, value };
    });
    const withOption = (value: unknown): NewExperiment['options'] => withoutDefault(options, field, value, preset);
    const reply = await pickOne(place, {
      placeholder: `${field}: ${description}`,
      choices: await refusing(choices, (value) => ({ ...answers, options: withOption(value) })),
      preset: options[field] ?? preset,
      typed: typeof preset === 'number' ? typedCount : undefined,
    });
    return reply === undefined || typeof reply === 'symbol' ? (reply as undefined) : { options: withOption(reply) };
  };

/** Only what is not a default is written into the file. */
function withoutDefault(options: object, field: string, value: unknown, preset: unknown): NewExperiment['options'] {
  const others = Object.entries(options).filter(([name]) => name !== field);
  return Object.fromEntries(value === preset ? others : [...others, [field, value]]);
}

/** How many hidden units. */
export const askUnits: Question = async (answers, place) => {
  const choices = [32, 64, 128, 256, 512].map((value) => countChoice(value, unitWords[value]));
  const placeholder = l10n.t('How many hidden units in each layer? Choose, or type a number.');
  const { units = usualUnits } = answers;
  return asField('units', await pickOne(place, { placeholder, choices, preset: units, typed: typedCount }));
};

/** How many layers; a network that cannot be stacked says why. */
export const askLayers: Question = async (answers, place) => {
  const counts = [1, 2, 3].map((value) => countChoice(value, layerWords[value]));
  const choices = await refusing(counts, (layers) => ({ ...answers, layers }));
  const placeholder = l10n.t('How many layers, one over the other? Choose, or type a number.');
  const typed = choices.some(({ refusal }) => refusal !== undefined) ? undefined : typedCount;
  return asField('layers', await pickOne(place, { placeholder, choices, preset: answers.layers ?? 1, typed }));
};

/** Choices of which each that the schema refuses says why. */
const refusing = <T>(choices: Choice<T>[], answersWith: (value: T) => Partial<NewExperiment>): Promise<Choice<T>[]> =>
  Promise.all(choices.map(async (choice) => ({ ...choice, refusal: await refusalOf(answersWith(choice.value)) })));

/** What the experiment is called. */
export const askName: Question = async ({ dataset, cell, name }, place) => {
  const { folder, path } = dataset!;
  const preset = name ?? newName(folder, path, cell!);
  const prompt = l10n.t('Name of the experiment: {0} is written beside {1}.', 'NAME.unroll.json', basename(path));
  return asField('name', await typeIn(place, { prompt, preset, problem: (text) => nameProblem(folder, text) }));
};

const countChoice = (value: number, description?: string): Choice<number> => ({
  label: formatCount(value),
  description,
  value,
});

const typedCount = (text: string): Choice<number> | undefined =>
  /^[1-9]\d{0,5}$/.test(text.trim()) ? countChoice(Number(text)) : undefined;

const unitWords: Record<number, string> = {
  32: l10n.t('seconds an epoch on a short text'),
  128: l10n.t('a good start'),
  512: l10n.t('slow without a fast engine'),
};

const layerWords: Record<number, string> = { 1: l10n.t('a good start') };
