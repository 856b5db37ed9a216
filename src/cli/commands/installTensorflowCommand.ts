import { join, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { tensorflowDirectory } from '../../engine/backend/tensorflowFiles';
import { runInstaller } from '../../runs/installerClient';
import type { Command } from '../command';
import { InstallReport } from '../installReport';
import { programName } from '../packageRoot';

/** Installs native TensorFlow beside the package, or removes it. @param script the installer's bundle */
export const installTensorflowCommand = (script = join(__dirname, 'installer.cjs')): Command => ({
  name: 'install-tensorflow',
  summary: l10n.t('Installs native TensorFlow: 1.2 GB while it does, 0.9 GB afterwards.'),
  flags: {
    from: { value: 'DIRECTORY', summary: l10n.t('a folder with its libraries, a wheel or a jar'), excludes: 'remove' },
    remove: { summary: l10n.t('removes it instead') },
  },
  isMoreThanOutput: true,
  async run({ flags }, terminal) {
    const directory = tensorflowDirectory();
    const from = flags.text('from');
    const task = flags.isSet('remove') ? 'remove' : 'install';
    const report = new InstallReport(terminal);
    const order = { task, directory, from: from === undefined ? undefined : resolve(terminal.folder, from) } as const;
    const { version, source } = await runInstaller(script, order, {
      tell: (progress) => report.tell(progress),
      signal: terminal.interrupted,
    }).finally(() => report.end());
    terminal.out(`${task === 'install' ? installed(version, source, directory) : removed(version)}\n`);
    return 0;
  },
});

const installed = (version: string, source: string, directory: string): string =>
  [
    l10n.t('TensorFlow {0} is installed in {1} (from {2}).', version, directory, source),
    l10n.t('Train with it: {0}', `${programName()} train FILE --engine tensorflow`),
  ].join('\n');

const removed = (version: string): string =>
  version ? l10n.t('TensorFlow {0} is removed.', version) : l10n.t('Native TensorFlow was not installed.');
