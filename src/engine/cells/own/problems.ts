import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../protocol/userError';

/** Where in a person's file something is wrong, as far as that is known. */
export interface Spot {
  file: string;
  line?: number;
}

const at = ({ file, line }: Spot): string => (line === undefined ? basename(file) : `${basename(file)}:${line}`);

/** The line of the file that stands in the stack of an error thrown by it. */
export function spotOf(file: string, error: unknown): Spot {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const found = stack.split('\n').find((each) => each.includes(file));
  const line = found?.slice(found.indexOf(file) + file.length).match(/^:(\d+)/)?.[1];
  return line === undefined ? { file } : { file, line: Number(line) };
}

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

export const doesNotCompile = (file: string, error: unknown) => {
  const said = messageOf(error);
  const line = /\((\d+):\d+\)/.exec(said)?.[1];
  const bare = said.replace(/^Error transforming [^:]*: /, '').replace(/\s*\(\d+:\d+\)$/, '');
  return new UserError(
    l10n.t('{0} is not TypeScript: {1}.', at({ file, line: line === undefined ? undefined : Number(line) }), bare),
    l10n.t('Correct that line.'),
  );
};

export const failsToLoad = (file: string, error: unknown) =>
  new UserError(
    l10n.t('{0} cannot be loaded: {1}.', at(spotOf(file, error)), messageOf(error)),
    l10n.t('Correct that line; outside of its functions a cell should compute nothing.'),
  );

export const importsOther = (file: string, name: string) =>
  new UserError(
    l10n.t(
      '{0} imports {1}: a cell is one file, which is kept with each of its runs.',
      basename(file),
      JSON.stringify(name),
    ),
    l10n.t('Import only from "./unroll-cell", and write the rest into the file itself.'),
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

export const returnsWrong = (file: string, t: number, said: string) =>
  new UserError(
    l10n.t('{0}: at time step {1} the step returns {2}.', basename(file), t, said),
    l10n.t(
      'Return an object with h, [batch, units], with c where "state" names it, and with what "gates" and "values" name.',
    ),
  );
