import type { NamedArray } from '../formats/safetensors';
import type { Parameter } from './parameters';

/** How an embedding and a head are named elsewhere. */
const embeddings = /emb|encoder|lookup|wte|wordvec/i;
const heads = /decoder|head|fc|linear|out|proj|classif|dense|logit|h2o|hidden2|lm_/i;

/** Which tensors of a file most likely are which parameters, by the file's names. */
export function likelyNames(tensors: Map<string, NamedArray>, wanted: Parameter[]): Map<string, string> {
  const pairs = [...tensors].flatMap(([name, { shape }]) =>
    wanted.map((parameter) => ({ name, parameter, score: score(name, shape, parameter) })),
  );
  const names = new Map<string, string>();
  const found = new Set<string>();
  for (const { name, parameter, score } of pairs.sort((a, b) => b.score - a.score)) {
    if (score <= 0 || names.has(name) || found.has(parameter.name)) continue;
    const isDoubtful = pairs.some(
      (other) => other.score === score && (other.name === name) !== (other.parameter === parameter),
    );
    if (isDoubtful) continue;
    names.set(name, parameter.name);
    found.add(parameter.name);
  }
  return names;
}

/** How well a tensor's name goes with a parameter; 0 where it does not. An equal shape decides between names. */
function score(name: string, shape: number[], parameter: Parameter): number {
  const sameShape = shape.join() === parameter.shape.join() ? 2 : 0;
  if (name === parameter.name) return 100;
  return 10 * likeness(name, parameter) + (likeness(name, parameter) > 0 ? sameShape : 0);
}

function likeness(name: string, { name: wanted, layer }: Parameter): number {
  if (name.endsWith(`.${wanted}`)) return 5;
  const [tail, ...before] = name.split('.').reverse();
  const kind = wanted.split('.').at(-1)!;
  if (layer && layerOf(name) === kind) return numberIn(before) === undefined ? 4 : 3;
  if (layer) return tail === kind ? 2 : 0; // in a list of all modules the number is no layer's
  if (tail !== kind) return 0;
  const around = before.join('.');
  return (wanted.startsWith('embedding.') ? embeddings : heads).test(around) ? 3 : 0;
}

const numberIn = (parts: string[]): string | undefined => parts.find((part) => /^\d+$/.test(part));

/** The name of a parameter of a layer as one stack has it, of lists of layers (rnns.1.weight_ih_l0) and of cells (cells.1.weight_ih). */
function layerOf(name: string): string | undefined {
  const [tail = '', ...before] = name.split('.').reverse();
  const [, stem, number = '0', reverse = ''] = /^((?:weight|bias)_\w+?)(?:_l(\d+))?(_reverse)?$/.exec(tail) ?? [];
  return stem && `${stem}_l${Number(numberIn(before) ?? 0) + Number(number)}${reverse}`;
}
