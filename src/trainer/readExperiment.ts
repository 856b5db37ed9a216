import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { withOwnCells } from '../engine/experiment/ownCells';
import type { Experiment } from '../protocol/experiment';
import { parseExperiment } from '../protocol/parseExperiment';
import { UserError } from '../protocol/userError';

/**
 * Reads an experiment file, complete with its defaults and with what the files of own cells say.
 * @throws UserError with everything that is wrong with it
 */
export async function readExperiment(path: string): Promise<Experiment> {
  const { experiment, problems } = parseExperiment(await readText(path));
  if (experiment) return withOwnCells(path, experiment);
  const sentences = problems.map(({ message, remedy }) => `${message} ${remedy}`);
  const file = basename(path);
  if (problems.length === 1) throw new UserError(l10n.t('{0}: {1}', file, problems[0]!.message), problems[0]!.remedy);
  throw new UserError(
    [l10n.t('{0} has {1} mistakes:', file, problems.length), ...sentences.map((each) => `- ${each}`)].join('\n'),
    l10n.t('Correct them and train again.'),
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new UserError(
        l10n.t('There is no experiment file {0}.', path),
        l10n.t('Check the path; "New Experiment" makes such a file.'),
      );
    throw new UserError(
      l10n.t('{0} cannot be read: {1}.', path, code ?? String(error)),
      l10n.t('Give the path of an experiment file, NAME.unroll.json.'),
    );
  }
}
