import { Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../protocol/userError';
import { alias } from '../../backend/differentiable';
import type { BoundFreeCell, FreeCell, FreeStep } from '../free/freeCell';
import type { OwnLayer } from '../free/freeLayer';
import { ownModule, type OwnModule } from './ownModule';
import { returnsWrong, throwsAt } from './problems';

/**
 * The cell that a person wrote, h_t = f(h_(t-1), x_t; theta), by the file that is kept with the experiment.
 * @throws UserError where the file is missing from the experiment, does not compile, or does not say what a cell has to
 */
export function ownCell({ file, source, imports, units }: OwnLayer, inputs: number): FreeCell {
  if (source === undefined) throw isNotRead(file);
  const own = ownModule({ file, source, imports });
  const named = (names: string[], isGate: boolean) => names.map((name) => ({ name, width: units, isGate }));
  return {
    parameters: own.parameters({ inputs, units }),
    hasCellState: own.hasCellState,
    isRecurrent: true,
    quantities: [...named(own.gates, true), ...named(own.values, false)],
    bind: (weights): BoundFreeCell => ({
      read: (x) => ({ sums: x, quantities: {} }),
      step(x, before, t) {
        const state: Record<string, Tensor> = before.c ? { h: before.h, c: before.c } : { h: before.h };
        const found = callStep(own, file, state, x, weights, t);
        return stepFrom(own, file, found, [before.h, x, ...Object.values({ ...state, ...weights })], t);
      },
    }),
  };
}

function callStep(
  own: OwnModule,
  file: string,
  ...[before, x, weights, t]: [...Parameters<OwnModule['step']>, number]
) {
  try {
    return own.step(before, x, weights);
  } catch (error) {
    throw error instanceof UserError ? error : throwsAt(file, t, error);
  }
}

/** What a step returned, checked. */
function stepFrom(own: OwnModule, file: string, found: unknown, given: Tensor[], t: number): FreeStep {
  if (typeof found !== 'object' || found === null) throw returnsWrong(file, t, l10n.t('no object'));
  const all = found as Record<string, unknown>;
  const names = [...(own.hasCellState ? ['h', 'c'] : ['h']), ...own.gates, ...own.values];
  const stray = Object.keys(all).find((name) => !names.includes(name));
  if (stray !== undefined)
    throw returnsWrong(
      file,
      t,
      l10n.t('{0}, which neither "state" nor "gates" nor "values" names', JSON.stringify(stray)),
    );
  const checked = names.map((name) => [name, checkedTensor(file, name, all[name], given[0]!.shape, t)] as const);
  const { h: hidden, c, ...quantities } = distinct(checked, given);
  return { state: c ? { h: hidden!, c } : { h: hidden! }, quantities: quantities as Record<string, Tensor2D> };
}

function checkedTensor(file: string, name: string, value: unknown, shape: number[], t: number): Tensor2D {
  if (!(value instanceof Tensor)) throw returnsWrong(file, t, l10n.t('{0} that is no tensor', name));
  if (value.shape.join() !== shape.join())
    throw returnsWrong(
      file,
      t,
      l10n.t('{0} of the shape [{1}], not [{2}]', name, value.shape.join(', '), shape.join(', ')),
    );
  return value as Tensor2D;
}

/** What a step hands through unchanged, or returns twice, as a tensor with a gradient of its own. */
function distinct(returned: (readonly [string, Tensor2D])[], given: Tensor[]): Record<string, Tensor2D> {
  const taken = new Set<Tensor>(given);
  return Object.fromEntries(
    returned.map(([name, tensor]) => {
      const own = taken.has(tensor) ? alias(tensor) : tensor;
      taken.add(tensor);
      return [name, own];
    }),
  );
}

const isNotRead = (file: string) =>
  new UserError(
    l10n.t('The cell {0} was not read.', file),
    l10n.t('Put the file beside the experiment, where "file" says.'),
  );
