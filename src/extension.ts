import { config as configureL10n } from '@vscode/l10n';
import type { ExtensionContext } from 'vscode';
import { env, l10n } from 'vscode';
import { registerCommands } from './host/commands/registerCommands';
import { createLab } from './host/createLab';
import { provideEquationHover } from './host/editors/equationHover';
import { provideCodeLens } from './host/editors/codeLens';
import { provideDiagnostics } from './host/editors/diagnostics';
import type { Lab } from './host/lab';
import { provideLensHover } from './host/lens/lensHover';
import { createLensStatus } from './host/lens/lensStatus';
import { keepContextKeys } from './host/views/contextKeys';
import { createViews, type Views } from './host/views/createViews';
import { keepLensKeys } from './host/views/lensKeys';
import { createSessionsStatus } from './host/views/sessionsStatus';
import { startStopwatch, type Duration } from './host/stopwatch';
import { errorText } from './protocol/userError';
import { useLanguage } from './protocol/words';

/** What the extension gives to its own tests. */
export interface UnrollExtension {
  /** How long `activate` took. */
  activation: Duration;
  lab: Lab;
  views: Views;
}

/** Builds the parts and connects them. */
export function activate(context: ExtensionContext): UnrollExtension {
  const stopwatch = startStopwatch();
  useLanguage(env.language);
  if (l10n.bundle) configureL10n({ contents: l10n.bundle });
  const lab = createLab(context);
  const views = createViews(lab);
  const { experiments, runs, checks, lens } = lab;
  context.subscriptions.push(
    views,
    registerCommands(lab),
    provideDiagnostics(checks),
    provideCodeLens(experiments, runs, checks),
    provideEquationHover(),
    keepContextKeys(experiments, runs),
    createSessionsStatus(runs, experiments, views),
    provideLensHover(lens, lab.orders, lab.log),
    createLensStatus(lens, lab.colours, lab.lookingBack),
    keepLensKeys(lens),
  );
  void lab.panels.restore().catch((error: unknown) => lab.log.error(errorText(error)));
  void lens
    .restore()
    .then(() => lab.gates.restore())
    .catch((error: unknown) => lab.log.error(errorText(error)));
  const activation = stopwatch();
  lab.log.info(`Activated in ${activation.wallMs.toFixed(1)} ms`);
  return { activation, lab, views };
}
