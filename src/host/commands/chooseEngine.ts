import type { QuickPickItem, WorkspaceConfiguration } from 'vscode';
import { commands, ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { EngineChoice } from '../../protocol/session';
import type { EngineDescription } from '../../protocol/inspector';
import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';

interface EngineItem extends QuickPickItem {
  choice: EngineChoice;
  isAvailable: boolean;
  sentence: string;
}

/** Lists the engines, each with a sentence on what it is or why it does not load here, and writes `unroll.engine`. */
export const chooseEngine =
  (lab: Lab): CommandHandler =>
  async () => {
    const settings = workspace.getConfiguration('unroll');
    const current = settings.get<EngineChoice>('engine', 'auto');
    const picked = await window.showQuickPick(engineItems(lab, current), {
      title: l10n.t('Choose Engine'),
      placeHolder: l10n.t('It computes from the next session on.'),
      matchOnDetail: true,
    });
    if (!picked) return;
    if (!picked.isAvailable) return offerInstallation(picked.sentence);
    await settings.update('engine', picked.choice, scopeOf(settings));
  };

/** What is not available is native TensorFlow: not installed, or damaged. */
async function offerInstallation(sentence: string): Promise<void> {
  const install = l10n.t('Install Native TensorFlow');
  const chosen = await window.showWarningMessage(sentence, install);
  if (chosen === install) await commands.executeCommand('unroll.installTensorflow');
}

async function engineItems(lab: Lab, current: EngineChoice): Promise<EngineItem[]> {
  const engines = await lab.inspector.call('describeEngines', {});
  const auto = {
    choice: 'auto',
    isAvailable: true,
    sentence: l10n.t(
      'The embedded engine; native TensorFlow where it is installed and tensor operations carry the model.',
    ),
  } as const;
  const all = [auto, ...engines.map((engine) => ({ ...engine, choice: engine.name }))];
  return all.map((engine) => ({
    choice: engine.choice,
    isAvailable: engine.isAvailable,
    sentence: engine.sentence,
    label: `${engine.isAvailable ? '' : '$(circle-slash) '}${names[engine.choice]}`,
    description: engine.choice === current ? l10n.t('chosen') : undefined,
    detail: engine.sentence,
  }));
}

const names: Record<'auto' | EngineDescription['name'], string> = {
  auto: l10n.t('Automatic'),
  tensorflow: l10n.t('TensorFlow'),
  embedded: l10n.t('Embedded'),
};

/** Where the setting stands already, else for this person. */
function scopeOf(settings: WorkspaceConfiguration): ConfigurationTarget {
  const inspected = settings.inspect('engine');
  return inspected?.workspaceValue === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
}
