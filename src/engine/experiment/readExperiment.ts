import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { decodeText, mostOfText, readTextFile } from '../../files/readTextFile';
import type { Experiment } from '../../protocol/experiment';
import type { Problem } from '../../protocol/problem';
import { parseExperiment } from '../../protocol/parseExperiment';
import { inOrder } from '../../protocol/placeOf';
import { UserError } from '../../protocol/userError';
import { visibleText } from '../../protocol/visibleText';
import { withOwnCells } from './ownCells';

/** The text of an experiment file. @throws UserError where it cannot be read or is no UTF-8 text */
export const readExperimentText = (path: string): Promise<string> =>
  readTextFile(path, {
    remedy: l10n.t('Give the path of an experiment file, NAME.unroll.json; "New Experiment" makes one.'),
  });

/**
 * What is wrong with a file by how its characters are written, which an editor that shows them does not see.
 * @param path of a file that may not be written yet
 */
export async function encodingProblem(path: string): Promise<Problem | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes || bytes.length > mostOfText) return undefined;
  try {
    decodeText(bytes, path);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { path: [], offset: 0, message: error.message, remedy: error.remedy };
  }
}

/**
 * Reads an experiment file, complete with its defaults and with what the files of own cells say.
 * @throws UserError with everything that is wrong with it
 */
export async function readExperiment(path: string): Promise<Experiment> {
  return withOwnCells(path, await readWrittenExperiment(path));
}

/** Reads an experiment file alone, complete with its defaults. @throws UserError with everything that is wrong with it */
export async function readWrittenExperiment(path: string): Promise<Experiment> {
  const text = await readExperimentText(path);
  const { experiment, problems } = parseExperiment(text);
  if (experiment) return experiment;
  throw mistakes(visibleText(basename(path)), text, problems);
}

/** A mistake or many, each with its line and column. */
function mistakes(file: string, text: string, problems: Problem[]): UserError {
  const placed = inOrder(problems, text).map(({ line, column, message, remedy }) => ({
    message: `${file}:${line}:${column}: ${message}`,
    remedy,
  }));
  if (placed.length === 1) return new UserError(placed[0]!.message, placed[0]!.remedy);
  const lines = placed.map(({ message, remedy }) => `${message} ${remedy}`);
  return new UserError(
    [l10n.t('{0} has {1} mistakes:', file, placed.length), ...lines].join('\n'),
    l10n.t('Correct them and try again.'),
  );
}
