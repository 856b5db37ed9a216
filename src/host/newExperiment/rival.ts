import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findNodeAtLocation, parse, parseTree } from 'jsonc-parser';
import { l10n } from 'vscode';
import type { EqualWidths, ExperimentText, WidthTemplate } from '../../protocol/preview';
import { UserError } from '../../protocol/userError';
import { formatCount } from '../../protocol/words';
import { reported } from '../../runs/writeFailure';
import { back } from '../input/place';
import { pickOne, type Choice } from '../input/pickOne';
import type { Lab } from '../lab';
import { experimentName, experimentPath } from '../lab/experimentName';
import { architectureOf, architectures, layerOf, type Architecture } from './architectures';
import { asNamedFrom, findCellFiles } from './cellFiles';
import { layersText } from './experimentText';
import { commonFields } from './layerOptions';
import { freeName } from './newName';
import { architectureChoice } from './questions';

/** Another network of the same size. */
export interface Rival {
  cell: string;
  label: string;
  width: number;
  parameters: number;
  /** Parameters of the first. */
  target: number;
  layers: object[];
}

/** Asks for another cell; each says at which width it has as many parameters. @returns undefined where nothing is chosen */
export async function askRival(lab: Lab, title: string, file: ExperimentText): Promise<Rival | undefined> {
  const { model, cell } = modelIn(file.text);
  const others = [
    ...architectures().filter((each) => each.cell !== cell && each.cell !== 'own'),
    ...(await ownRivals(file.path, model)),
  ];
  const possible = others.filter(({ refusal }) => refusal === undefined);
  const templates = possible.map((other) => templateOf(other, model));
  const widths = await lab.inspector.call('equalWidths', { ...file, others: templates });
  const choices = others.map((other) => choiceOf(other, widths, widths.found[possible.indexOf(other)], lab));
  const placeholder = l10n.t('Which cell is to have as many parameters ({0})?', formatCount(widths.parameters));
  const chosen = await pickOne({ title, step: 1, totalSteps: 1 }, { placeholder, choices });
  return chosen === back ? undefined : chosen;
}

/** The cells of the workspace that the model does not have yet; where there is none, one that says so. */
async function ownRivals(path: string, model: WrittenModel): Promise<Architecture[]> {
  const own = architectureOf('own')!;
  if (own.refusal !== undefined) return [own];
  const used = new Set(model.layers?.map(({ file }) => file));
  const files = (await findCellFiles())
    .map((each) => asNamedFrom(dirname(path), each))
    .filter((each) => !used.has(each));
  const none = l10n.t('There is no other cell in the workspace: New Cell writes an example.');
  if (files.length === 0) return [{ ...own, refusal: none }];
  return files.map((file) => ({ ...own, label: l10n.t('Your own cell: {0}', file), more: () => ({ file }) }));
}

/** The model of a file as it is written, and the cell of its first layer. @throws UserError where there is none */
function modelIn(text: string): { model: WrittenModel; cell: string } {
  const { model } = (parse(text, [], { allowTrailingComma: true }) ?? {}) as { model?: WrittenModel };
  const [first] = model?.layers ?? [];
  if (model && first) return { model, cell: first.cell };
  throw new UserError(
    l10n.t('The experiment has no layers.'),
    l10n.t('Add one, for example: {0}', '"layers": [{ "cell": "lstm" }]'),
  );
}

interface WrittenModel {
  layers?: WrittenLayer[];
}

type WrittenLayer = { cell: string; units?: number } & Record<string, unknown>;

/** The model with as many layers of another cell; each place that grows with the width is found by comparing two. */
export function templateOf(architecture: Architecture, model: WrittenModel): WidthTemplate {
  const layers = (width: number): object[] =>
    (model.layers ?? []).map((layer) => layerOf(architecture, width, keptOf(layer)));
  return {
    model: { ...model, layers: layers(1) },
    widthAt: differences(layers(1), layers(2)).map((path) => ['layers', ...path]),
  };
}

/** What a layer has that any cell can have: dropout stays, whatever the cell. */
const keptOf = (layer: WrittenLayer): object =>
  Object.fromEntries(
    Object.entries(layer).filter(([field]) => commonFields.includes(field) && field !== 'cell' && field !== 'units'),
  );

type Path = (string | number)[];

/** Where two values of the same form differ. */
function differences(one: unknown, other: unknown): Path[] {
  if (typeof one !== 'object' || one === null) return one === other ? [] : [[]];
  return Object.entries(one).flatMap(([key, inner]) =>
    differences(inner, (other as Record<string, unknown>)[key]).map((path) => [
      Array.isArray(one) ? Number(key) : key,
      ...path,
    ]),
  );
}

function choiceOf(
  architecture: Architecture,
  { parameters: target }: EqualWidths,
  found: EqualWidths['found'][number] | undefined,
  lab: Lab,
): Choice<Rival> {
  const { value: cell, ...shown } = architectureChoice(architecture, lab.context.extensionUri);
  const none = { cell, label: shown.label, width: 0, parameters: 0, target: 0, layers: [] };
  if (found === undefined) return { ...shown, value: none };
  if ('problem' in found) return { ...shown, refusal: found.problem, value: none };
  const { width, parameters, model } = found;
  const { layers } = model as { layers: object[] };
  return {
    ...shown,
    description: l10n.t('{0} units, {1} parameters', formatCount(width), formatCount(parameters)),
    value: { cell, label: shown.label, width, parameters, target, layers },
  };
}

/** Writes the file of the first with the layers of the other: everything else of it stays, its comments too. */
export async function writeRival({ path, text }: ExperimentText, rival: Rival, folder: string): Promise<string> {
  const written = experimentPath(folder, freeName(folder, `${experimentName(path)}-${rival.cell}`));
  await reported(written, () => writeFile(written, withLayers(text, rival.layers), { flag: 'wx' }));
  return written;
}

/** An experiment file with other layers. */
export function withLayers(text: string, layers: object[]): string {
  const { offset, length } = findNodeAtLocation(parseTree(text)!, ['model', 'layers'])!;
  return text.slice(0, offset) + layersText(layers) + text.slice(offset + length);
}
