import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../protocol/experiment';
import { isObject, valueAt } from '../../protocol/jsonValue';
import { UserError } from '../../protocol/userError';
import type { CursorPosition } from '../tasks/languageModel/windowCursor';
import type { Vocabulary } from '../data/vocabulary';
import { encodeSafetensors, type NamedArray } from '../formats/safetensors';
import { partOf, type Parameter } from '../weights/parameters';
import type { RandomState } from '../weights/random';
import type { SavedState } from '../weights/savedState';
import { isNoCheckpoint, parseEntry, readSavedModel, type SavedModel } from '../weights/savedModel';
import type { RulesState } from './rules';

/** Everything that training needs to go on as if it had never stopped. */
export interface Checkpoint {
  experiment: Experiment;
  vocabulary: Vocabulary;
  /** Weights, and what the optimiser remembers under its own names, each as one long array. */
  values: Float32Array;
  slots: ReadonlyMap<string, Float32Array>;
  /** The state carried into the next window, layer by layer. */
  state: SavedState[];
  progress: Progress;
}

/** The small numbers of a checkpoint. */
export interface Progress {
  step: number;
  epoch: number;
  /** Updates that the optimiser has made. */
  updates: number;
  learningRate: number;
  cursor: CursorPosition;
  random: RandomState;
  /** What the rules of training remember; checkpoints of before they did have none. */
  rules?: RulesState;
}

/**
 * A checkpoint as a safetensors file: weights under PyTorch's names, `optimiser.SLOT.NAME`, `state.h.lK`, `state.c.lK`;
 * in the metadata, as JSON, `experiment`, `vocabulary` and `progress`.
 */
export function encodeCheckpoint(checkpoint: Checkpoint, parameters: Parameter[]): Uint8Array {
  const { experiment, vocabulary, values, slots, state, progress } = checkpoint;
  const tensors = new Map<string, NamedArray>();
  const put = (prefix: string, all: Float32Array) =>
    parameters.forEach((each) => tensors.set(prefix + each.name, { shape: each.shape, data: partOf(all, each) }));
  put('', values);
  slots.forEach((slot, name) => put(`optimiser.${name}.`, slot));
  state.forEach(({ h, c }, k) => {
    tensors.set(`state.h.l${k}`, h);
    if (c) tensors.set(`state.c.l${k}`, c);
  });
  return encodeSafetensors(tensors, {
    experiment: JSON.stringify(experiment),
    vocabulary: JSON.stringify(vocabulary.symbols),
    progress: JSON.stringify(progress),
  });
}

/** A checkpoint as read; what the optimiser remembers is still under its names in `tensors`. */
export interface ReadCheckpoint extends SavedModel {
  state: SavedState[];
  progress: Progress;
}

/** Reads a checkpoint. @throws UserError where the bytes are torn or are no checkpoint */
export function decodeCheckpoint(bytes: Uint8Array, name: string): ReadCheckpoint {
  const model = readSavedModel(bytes, name, true);
  const progress = parseEntry(model.metadata, 'progress', name);
  if (!isProgress(progress)) throw isNoCheckpoint(name);
  const state = model.experiment.model.layers.map((_, k) => ({
    h: tensorOf(model, `state.h.l${k}`, name),
    c: model.tensors.get(`state.c.l${k}`),
  }));
  return { ...model, state, progress };
}

/** Fills what the optimiser remembers. @throws UserError where the checkpoint lacks it */
export function readSlots(
  checkpoint: ReadCheckpoint,
  slots: ReadonlyMap<string, Float32Array>,
  parameters: Parameter[],
  name: string,
): void {
  slots.forEach((slot, slotName) => {
    for (const parameter of parameters) {
      const { data } = tensorOf(checkpoint, `optimiser.${slotName}.${parameter.name}`, name);
      if (!(data instanceof Float32Array) || data.length !== parameter.size) throw isNoCheckpoint(name);
      partOf(slot, parameter).set(data);
    }
  });
}

function tensorOf({ tensors }: SavedModel, key: string, name: string): NamedArray {
  const found = tensors.get(key);
  if (found) return found;
  throw new UserError(
    l10n.t('The checkpoint {0} lacks {1}.', name, key),
    l10n.t('Choose an earlier checkpoint of the run.'),
  );
}

/** Checks that a carried state is one of this model. @throws UserError where it has other shapes */
export function checkState(state: SavedState[], now: SavedState[], name: string): void {
  const isAlike = (found: NamedArray | undefined, own: NamedArray | undefined) =>
    !own || (found?.data instanceof Float32Array && found.shape.join() === own.shape.join());
  if (!now.every(({ h, c }, k) => isAlike(state[k]?.h, h) && isAlike(state[k]?.c, c))) throw isNoCheckpoint(name);
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

function isProgress(value: unknown): value is Progress {
  if (!isObject(value)) return false;
  const { step, epoch, updates, learningRate, cursor, random, rules } = value as Record<keyof Progress, unknown>;
  const counts = [step, epoch, updates, ...(Array.isArray(random) ? random : [])];
  const isRate = typeof learningRate === 'number' && Number.isFinite(learningRate) && learningRate >= 0;
  return counts.length === 7 && counts.every(isCount) && isRate && isObject(cursor) && isOfRules(rules);
}

/** What the rules remember is numbers, and objects of numbers. */
function isOfRules(rules: unknown): boolean {
  if (rules === undefined) return true;
  const isOfNumbers = (value: unknown): boolean =>
    isObject(value) ? Object.values(value).every(isOfNumbers) : value === null || typeof value === 'number';
  const early = valueAt(rules, ['earlyStopping']);
  const isEarly = isCount(valueAt(early, ['misses'])) && isCount(valueAt(early, ['step']));
  return isObject(rules) && isOfNumbers(rules) && isEarly;
}
