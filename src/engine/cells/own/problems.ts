import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../protocol/userError';
import type { CompileError } from './compiler/bundleCell';
import { placeIn, type Spot } from './compiler/places';

const at = ({ name, line }: Spot): string => (line === undefined ? name : `${name}:${line}`);

/** The place of an error that a person's cell has thrown; the file alone where its stack says no more. */
export const spotOf = (file: string, error: unknown): Spot =>
  (error instanceof Error ? placeIn(error.stack ?? '') : undefined) ?? { name: basename(file) };

function messageOf(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(/[.\s]+$/, '');
  const isReleased = said.includes('is disposed') || said.includes("reading 'backend'"); // as TensorFlow.js says it
  return isReleased ? l10n.t('it uses a tensor that was made before this time step, and is released') : said;
}

export const mayNotRun = (file: string) =>
  new UserError(
    l10n.t('The cell {0} is code, and does not run in a workspace that is not trusted.', basename(file)),
    l10n.t('Trust the workspace, if you know where the file comes from.'),
  );

export const doesNotCompile = ({ message, spot }: CompileError) =>
  message.startsWith('Could not resolve')
    ? new UserError(
        l10n.t('{0}: there is no such file: {1}.', at(spot), message.replace(/^Could not resolve /, '')),
        l10n.t('A cell imports from "./unroll-cell", and files beside it or in folders below.'),
      )
    : new UserError(l10n.t('{0} is not TypeScript: {1}.', at(spot), message), l10n.t('Correct that line.'));

export const failsToLoad = (file: string, error: unknown) =>
  new UserError(
    l10n.t('{0} cannot be loaded: {1}.', at(spotOf(file, error)), messageOf(error)),
    l10n.t('Correct that line; outside of its functions a cell should compute nothing.'),
  );

export const importsOther = (file: string, name: string) =>
  new UserError(
    l10n.t('{0} imports {1}: a cell has no packages but TensorFlow.js.', basename(file), JSON.stringify(name)),
    l10n.t('Import from "./unroll-cell" or from files beside the cell, which are kept with each of its runs.'),
  );

export const unknownOperation = (name: string) =>
  new Error(l10n.t('tf.{0} is not among the operations of a cell; unroll-cell.d.ts lists them', name));

export const lacksExport = (file: string, name: string, example: string) =>
  new UserError(l10n.t('{0} does not export "{1}".', basename(file), name), l10n.t('For example: {0}', example));

export const wrongExport = (file: string, name: string, said: string, example: string) =>
  new UserError(l10n.t('In {0}, "{1}" {2}.', basename(file), name, said), l10n.t('For example: {0}', example));

export const throwsAt = (file: string, t: number, error: unknown) =>
  new UserError(
    l10n.t('{0}: the step fails at time step {1}: {2}.', at(spotOf(file, error)), t, messageOf(error)),
    l10n.t('Correct that line; "Check My Cell" tries the cell on small numbers.'),
  );

export const parametersFail = (file: string, error: unknown) =>
  new UserError(
    l10n.t('{0}: "parameters" fails: {1}.', at(spotOf(file, error)), messageOf(error)),
    l10n.t('Correct that line; it is called with the sizes of the layer, inputs and units.'),
  );

export const returnsWrong = (file: string, t: number, said: string) =>
  new UserError(
    l10n.t('{0}: at time step {1} the step returns {2}.', basename(file), t, said),
    l10n.t(
      'Return an object with h, [batch, units], with c where "state" names it, and with what "gates" and "values" name.',
    ),
  );
