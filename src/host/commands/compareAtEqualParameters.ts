import { dirname } from 'node:path';
import type { ViewColumn } from 'vscode';
import { CancellationError, commands, l10n, Uri, window } from 'vscode';
import { formatCount } from '../../protocol/words';
import type { Lab } from '../lab';
import { experimentName } from '../lab/experimentName';
import { nameOfSubject, textOfSubject } from '../panels/previewSubject';
import type { CommandHandler } from './commandIds';
import { pickExperiment } from './pickExperiment';
import { plainMessage } from '../plainText';

/** Writes a second experiment beside the first: another cell, as wide as makes its parameters as many. */
export const compareAtEqualParameters =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const path = await pickExperiment(lab, target);
    const { askRival, writeRival } = await import('../newExperiment/rival');
    const file = await textOfSubject({ path });
    const title = l10n.t('Compare {0} at Equal Parameters', nameOfSubject({ path }));
    const rival = await askRival(lab, title, file);
    if (!rival) throw new CancellationError();
    const written = await writeRival(file, rival, dirname(path));
    lab.experiments.files.add(written);
    await window.showTextDocument(Uri.file(written), { viewColumn: columnOf(path) });
    void tell(written, path, rival).then(
      (isToTrain) => isToTrain && commands.executeCommand('unroll.train', Uri.file(written)),
    );
  };

/** Where the first stands, so that the second does not cover its preview. */
const columnOf = (path: string): ViewColumn | undefined =>
  window.visibleTextEditors.find(({ document }) => document.uri.fsPath === path)?.viewColumn;

interface Counts {
  label: string;
  width: number;
  parameters: number;
  target: number;
}

/** Both counts, and what comes next. */
async function tell(written: string, path: string, { label, width, parameters, target }: Counts): Promise<boolean> {
  const sentence = l10n.t(
    '{0}: {1} with {2} units has {3} parameters; {4} has {5}.',
    experimentName(written),
    label,
    formatCount(width),
    formatCount(parameters),
    experimentName(path),
    formatCount(target),
  );
  return (await window.showInformationMessage(plainMessage(sentence), l10n.t('Train'))) !== undefined;
}
