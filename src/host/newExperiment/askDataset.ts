import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { l10n, QuickPickItemKind, ThemeIcon, Uri, window, workspace } from 'vscode';
import { UserError } from '../../protocol/userError';
import { formatBytes } from '../../protocol/words';
import { sampleTextPath, type SampleName } from '../../runs/samples';
import { sampleWords } from '../commands/addSample';
import type { Step } from '../input/askInSteps';
import { pickOne, type Choice } from '../input/pickOne';
import type { ChosenText, NewExperiment } from './newExperiment';
import { asField } from './asField';
import { plainLabel } from '../plainText';

/** A file that is not in the list. */
const otherFile = Symbol('other file');

type Value = ChosenText | typeof otherFile | undefined;

/** Which text: one of the workspace, of the samples, or any other file. */
export const askDataset =
  (paths: string[], packageRoot: string): Step<NewExperiment> =>
  async ({ dataset }, place) => {
    const texts = await Promise.all(paths.map(datasetChoice));
    const choices: Choice<Value>[] = [
      ...texts,
      heading(l10n.t('Samples')),
      ...sampleChoices(packageRoot),
      heading(''),
      { label: l10n.t('Another File...'), iconPath: new ThemeIcon('folder-opened'), value: otherFile },
    ];
    const preset = choices.find(({ value }) => typeof value === 'object' && value.path === dataset?.path)?.value;
    const placeholder = l10n.t('Which text is to be learned?');
    for (;;) {
      const reply = await pickOne<Value>(place, { placeholder, choices, preset });
      if (reply !== otherFile) return asField('dataset', reply);
      const opened = await openFile();
      if (opened) return { dataset: opened };
    }
  };

const heading = (label: string): Choice<Value> => ({ label, kind: QuickPickItemKind.Separator, value: undefined });

async function datasetChoice(path: string): Promise<Choice<Value>> {
  const size = await stat(path).then(
    (found) => formatBytes(found.size),
    () => undefined,
  );
  const place = workspace.asRelativePath(path);
  return {
    label: plainLabel(basename(path)),
    description: size,
    detail: place === basename(path) ? undefined : plainLabel(place),
    iconPath: new ThemeIcon('file'),
    value: { path, folder: dirname(path) },
  };
}

const sampleChoices = (packageRoot: string): Choice<Value>[] =>
  (Object.keys(sampleWords) as SampleName[]).map((sample) => {
    const [label, description] = sampleWords[sample];
    const value = { path: sampleTextPath(sample, packageRoot), folder: workspaceFolder(), sample };
    return { label, description, iconPath: new ThemeIcon('mortar-board'), value };
  });

/** A file outside the workspace stays where it is; the experiment lies in the workspace. */
async function openFile(): Promise<ChosenText | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title: l10n.t('Which text is to be learned?'),
      filters: { [l10n.t('Texts')]: ['txt', 'md', 'csv', 'tex', 'html'], [l10n.t('All files')]: ['*'] },
    })) ?? [];
  return uri && chosenText(uri);
}

/** A file as the text of a new experiment. */
export function chosenText({ fsPath }: Uri): ChosenText {
  const isInside = workspace.getWorkspaceFolder(Uri.file(fsPath)) !== undefined;
  return { path: fsPath, folder: isInside ? dirname(fsPath) : workspaceFolder() };
}

function workspaceFolder(): string {
  const [folder] = workspace.workspaceFolders ?? [];
  if (folder) return folder.uri.fsPath;
  throw new UserError(l10n.t('No folder is open.'), l10n.t('Open the folder that the experiment is to lie in.'));
}
