import * as l10n from '@vscode/l10n';
import type { NetworkPreview, ParameterSize } from '../../src/protocol/preview';
import { formatCount } from '../../src/protocol/words';
import { layerTitle } from './layerTitle';

/** The parameters of one part of the network. */
export interface ParameterGroup {
  name: string;
  rows: (ParameterSize & { role: string; share: number })[];
  size: number;
}

/** The parameters of a network by its parts, from the input up; each with what it does and its share of the whole. */
export function parameterGroups(preview: NetworkPreview): ParameterGroup[] {
  const groups = new Map<string, ParameterGroup>();
  for (const parameter of preview.parameters) {
    const name = groupOf(parameter, preview);
    const group = groups.get(name) ?? { name, rows: [], size: 0 };
    groups.set(name, group);
    group.size += parameter.size;
    group.rows.push({
      ...parameter,
      role: roleOf(parameter, preview),
      share: parameter.size / preview.parameterCount,
    });
  }
  return [...groups.values()];
}

const layerOf = ({ name }: ParameterSize): number | undefined => {
  const found = /_l(\d+)/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
};

function groupOf(parameter: ParameterSize, { experiment }: NetworkPreview): string {
  const at = layerOf(parameter);
  const layer = at === undefined ? undefined : experiment.model.layers[at];
  if (layer !== undefined) return l10n.t('Layer {0}: {1}', formatCount(at! + 1), layerTitle(layer));
  return parameter.name.startsWith('head') ? l10n.t('Head') : l10n.t('Input');
}

const roles: [RegExp, () => string][] = [
  [/_\d+_l\d+$|^head\.hidden/, () => l10n.t('of a hidden layer')],
  [/^embedding/, () => l10n.t('a learned vector for each symbol')],
  [/weight_ih/, () => l10n.t('input to {0}')],
  [/weight_hh/, () => l10n.t('state to {0}')],
  [/weight_ch/, () => l10n.t('memory to {0}')],
  [/weight_oh/, () => l10n.t('output to {0}')],
  [/bias_ih/, () => l10n.t('bias of {0}, with the input')],
  [/bias_hh/, () => l10n.t('bias of {0}, with the state')],
  [/^head\.weight/, () => l10n.t('state to predictions')],
  [/^head\.bias/, () => l10n.t('bias of the predictions')],
];

/** What a parameter of a person's own cell does is theirs; how it begins stands in their file. */
function ownRole({ name, begins }: ParameterSize): string {
  const stem = name.replace(/^rnn\./, '').replace(/_l\d+(_reverse)?$/, '');
  return begins === undefined
    ? l10n.t('{0} of the cell', stem)
    : l10n.t('{0} of the cell, begins as {1}', stem, begins);
}

/** What a parameter does, by PyTorch's name. */
function roleOf(parameter: ParameterSize, { experiment }: NetworkPreview): string {
  const own = experiment.model.layers[layerOf(parameter) ?? -1]?.cell === 'own';
  if (own) return ownRole(parameter);
  const role = roles.find(([pattern]) => pattern.test(parameter.name))?.[1]() ?? '';
  const layer = experiment.model.layers[layerOf(parameter) ?? -1];
  const gates = layer === undefined ? 1 : (parameter.shape[0] ?? 0) / layer.units;
  const sums = gates > 1 && Number.isInteger(gates) ? l10n.t('{0} gates', formatCount(gates)) : l10n.t('the units');
  return role.replace('{0}', sums);
}
