import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { l10n, ThemeIcon, workspace } from 'vscode';
import type { Step } from '../input/askInSteps';
import { pickOne, type Choice } from '../input/pickOne';
import { asNamedFrom, findCellFiles } from './cellFiles';
import type { NewExperiment } from './newExperiment';
import { plainLabel } from '../plainText';

/** Which file has the person's own cell: one of the workspace, or a new one from the example. */
export const askCell: Step<NewExperiment> = async ({ dataset, options = {}, newCell }, place) => {
  const { folder } = dataset!;
  const fresh = freeCellName(folder);
  const choices = [newCellChoice(fresh), ...(await findCellFiles()).map((path) => cellChoice(folder, path))];
  const preset = newCell ? fresh : options['file'];
  const placeholder = l10n.t('Which file has your cell?');
  const reply = await pickOne<unknown>(place, { placeholder, choices, preset });
  if (typeof reply !== 'string') return reply as undefined;
  return { options: { file: reply }, newCell: reply === fresh };
};

const newCellChoice = (file: string): Choice<string> => ({
  label: l10n.t('New Cell: {0}', file),
  detail: l10n.t('An example to change, a minimal gated unit; it is written beside the experiment.'),
  iconPath: new ThemeIcon('new-file'),
  value: file,
});

function cellChoice(folder: string, path: string): Choice<string> {
  const place = workspace.asRelativePath(path);
  const detail = place === basename(path) ? undefined : place;
  return {
    label: plainLabel(basename(path)),
    detail,
    iconPath: new ThemeIcon('file-code'),
    value: asNamedFrom(folder, path),
  };
}

/** A name that no file of the folder has yet. */
function freeCellName(folder: string): string {
  let name = 'my-cell.ts';
  for (let number = 2; existsSync(join(folder, name)); number++) name = `my-cell-${number}.ts`;
  return name;
}
