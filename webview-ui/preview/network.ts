import * as l10n from '@vscode/l10n';
import { letterOf } from '../../src/protocol/equations/letters';
import type { Notation } from '../../src/protocol/notation';
import type { NetworkPreview } from '../../src/protocol/preview';
import { formatCount } from '../../src/protocol/words';
import { cellViewOf } from './cells/cellViews';
import { boxTitle } from './layerTitle';

/** A part of the network that is there at every time step. */
export interface Part {
  kind: 'input' | 'layer' | 'head';
  name: string;
  detail: string;
  /** Letters of what a time step hands to the next, each [batch, units]. */
  states: readonly string[];
  feedback: 'output' | 'none' | undefined;
  /** Inputs that it reads at a time step. */
  reads?: number;
  /** What leaves it at one time step. */
  shape: [batch: number, features: number];
}

/** The parts of a network, from the input up. */
export function partsOf({ experiment, vocabulary, ownCells }: NetworkPreview, notation: Notation): Part[] {
  const { input, layers } = experiment.model;
  const { batch } = experiment.training;
  const features = input === 'one-hot' ? vocabulary : input.embedding;
  const plain = { states: [], feedback: undefined };
  return [
    {
      ...plain,
      kind: 'input',
      name: input === 'one-hot' ? l10n.t('One-hot') : l10n.t('Embedding'),
      detail: '',
      shape: [batch, features],
    },
    ...layers.map((layer, at): Part => {
      const { states, feedback, reads } = cellViewOf(layer);
      const detail = l10n.t('{0} units', formatCount(layer.units));
      return {
        kind: 'layer',
        name: boxTitle(layer),
        detail,
        states: (ownCells.find((own) => own.layer === at)?.state ?? states).map(
          (state) => letterOf(layer.cell, state, notation) ?? state,
        ),
        feedback: feedback?.(layer),
        reads: reads?.(layer),
        shape: [batch, layer.units],
      };
    }),
    { ...plain, kind: 'head', name: l10n.t('Head'), detail: '', shape: [batch, vocabulary] },
  ];
}
