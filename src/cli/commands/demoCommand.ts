import { join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { makeFolder } from '../../runs/makeFolder';
import { addSample, sampleNames } from '../../runs/samples';
import { WriteFailure } from '../../runs/writeFailure';
import type { Command } from '../command';
import { DemoReport } from '../demoReport';
import { engineChoice, engineFlags } from '../engineFlags';
import { isClone, packageRoot } from '../packageRoot';
import { trainHere } from '../trainHere';

/** Trains a sample experiment and shows what came of it. */
export const demoCommand = (): Command => ({
  name: 'demo',
  summary: l10n.t('Trains a sample and shows losses, reach, profile and a text.'),
  flags: {
    sample: { value: 'SAMPLE', summary: l10n.t('{0}; the first unless told', sampleNames.join(', ')) },
    steps: { value: 'N', summary: l10n.t('ends after N steps') },
    folder: { value: 'FOLDER', summary: l10n.t('where the sample goes; .sample-workspace unless told') },
    headless: { summary: l10n.t('in this terminal, as always') },
    ...engineFlags(),
  },
  isMoreThanOutput: true,
  async run({ flags }, terminal) {
    const name = flags.oneOf('sample', sampleNames) ?? sampleNames[0];
    const folder = flags.text('folder');
    const steps = flags.wholeNumber('steps', 1, { example: 1000 });
    const engine = engineChoice(flags);
    const experimentPath = await placed(
      name,
      folder === undefined ? usual(terminal.folder) : resolve(terminal.folder, folder),
    );
    const report = new DemoReport(terminal);
    const status = await trainHere({ experimentPath, steps, ...engine }, terminal, report);
    if (status === 0) await report.showResults(engine);
    return status;
  },
});

/** In a clone beside its sources, elsewhere where the person stands. */
const usual = (folder: string): string => join(isClone() ? packageRoot() : folder, '.sample-workspace');

async function placed(name: (typeof sampleNames)[number], folder: string): Promise<string> {
  try {
    await makeFolder(folder);
    return await addSample(name, packageRoot(), folder);
  } catch (error) {
    throw WriteFailure.of(folder, error);
  }
}
