import { l10n, workspace } from 'vscode';
import { layerSchemaOf } from './layerOptions';

/** A network that New Experiment offers. */
export interface Architecture {
  /** The cell; also the end of a new experiment's name, and the name of its pictures in media/architectures. */
  cell: string;
  label: string;
  /** One sentence. */
  sentence: string;
  /** What a layer of that width has beside the cell and the units, where the schema's defaults are not meant. */
  more?: (units: number) => object;
  /** Why it cannot be chosen here, if it cannot. */
  refusal?: string | undefined;
}

/** All that this lab knows, the usual first. A cell that the schema does not have is not offered. */
const known = (): Architecture[] => [
  {
    cell: 'lstm',
    label: 'LSTM',
    sentence: l10n.t('Keeps a memory behind three gates: remembers longest.'),
  },
  {
    cell: 'gru',
    label: 'GRU',
    sentence: l10n.t('Two gates and no separate memory: a quarter fewer numbers, nearly as good.'),
  },
  {
    cell: 'elman',
    label: 'Elman',
    sentence: l10n.t('The simple recurrent network: its gradient vanishes within a few time steps.'),
  },
  {
    cell: 'jordan',
    label: 'Jordan',
    sentence: l10n.t('Feeds back its output instead of its state: remembers only through what it predicts.'),
  },
  {
    cell: 'deep',
    label: l10n.t('Deep transition'),
    sentence: l10n.t('A network of several layers between one state and the next.'),
    more: (units) => ({ hiddenToHidden: [{ units }] }),
  },
  {
    cell: 'feed-forward',
    label: l10n.t('Feed-forward window'),
    sentence: l10n.t('No recurrence: sees only the last few symbols. The baseline to improve on.'),
  },
  {
    cell: 'own',
    label: l10n.t('Your own cell'),
    sentence: l10n.t('One time step that you write in TypeScript; its gradients are found for you.'),
    refusal: workspace.isTrusted ? undefined : l10n.t('It is code, and runs only in a workspace that you trust.'),
  },
];

/** The networks that can be chosen. */
export const architectures = (): Architecture[] => known().filter(({ cell }) => layerSchemaOf(cell) !== undefined);

/** The architecture of a cell. */
export const architectureOf = (cell: string): Architecture | undefined =>
  architectures().find((each) => each.cell === cell);

/** A layer of an architecture as an experiment file says it: only what is not a default of the schema, and the units. */
export const layerOf = ({ cell, more }: Architecture, units: number, options: object = {}): LayerText => ({
  cell,
  units,
  ...more?.(units),
  ...options,
});

/** A layer as it is written into an experiment file. */
export type LayerText = { cell: string; units: number } & Record<string, unknown>;
