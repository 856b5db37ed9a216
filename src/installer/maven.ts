import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { tensorflowFiles } from '../protocol/tensorflow';
import { makeFolder } from '../runs/makeFolder';
import { checkCancelled, type Installation } from './installation';
import type { Looked } from './python';
import { lastWords, runProgram } from './runProgram';

const artifact = 'tensorflow-core-native';
/** It has TensorFlow 2.21. */
const version = '1.2.0';

/** The libraries as they are packed for Java, from where the person's Maven is set to look; Maven checks their sums. */
export async function byMaven(installation: Installation): Promise<Looked> {
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  if ((await runProgram([maven, '--version'], installation)).status !== 0)
    return { whyNot: l10n.t('There is no Maven.') };
  installation.tell({ stage: 'downloading', sentence: l10n.t('Downloading by Maven, some 200 MB') });
  const downloads = join(installation.directory, tensorflowFiles.downloads);
  await makeFolder(downloads);
  const { classifier } = installation.machine;
  const what = `-Dartifact=org.tensorflow:${artifact}:${version}:jar:${classifier}`;
  const command = [maven, '--batch-mode', '--quiet', 'dependency:copy', what, `-DoutputDirectory=${downloads}`];
  const ended = await runProgram(command, { ...installation, cwd: downloads });
  checkCancelled(installation);
  if (ended.status !== 0) return { whyNot: l10n.t('Maven could not fetch it: {0}.', lastWords(ended)) };
  const name = `${artifact}-${version}-${classifier}.jar`;
  return { source: name, archive: join(downloads, name) };
}
