import { config as configureL10n } from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerCommands } from './host/commands/registerCommands';
import { createLab } from './host/createLab';
import { provideCodeLens } from './host/editors/codeLens';
import { provideDiagnostics } from './host/editors/diagnostics';
import type { Lab } from './host/lab';
import { keepContextKeys } from './host/views/contextKeys';
import { createViews, type Views } from './host/views/createViews';
import { createSessionsStatus } from './host/views/sessionsStatus';
import { useLanguage } from './protocol/words';

/** What the extension gives to its own tests. */
export interface UnrollExtension {
  /** Duration of `activate`. */
  activationMs: number;
  lab: Lab;
  views: Views;
}

/** Builds the parts and connects them. */
export function activate(context: vscode.ExtensionContext): UnrollExtension {
  const startedAt = performance.now();
  useLanguage(vscode.env.language);
  if (vscode.l10n.bundle) configureL10n({ contents: vscode.l10n.bundle });
  const lab = createLab(context);
  const views = createViews(lab);
  const { experiments, runs, checks } = lab;
  context.subscriptions.push(
    views,
    registerCommands(lab),
    provideDiagnostics(checks),
    provideCodeLens(experiments, runs, checks),
    keepContextKeys(experiments, runs),
    createSessionsStatus(runs, experiments, views),
  );
  const activationMs = performance.now() - startedAt;
  lab.log.info(`Activated in ${activationMs.toFixed(1)} ms`);
  return { activationMs, lab, views };
}
