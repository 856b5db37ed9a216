import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { commands, l10n, window } from 'vscode';
import { tensorflowVariable } from '../protocol/tensorflow';
import { ExperimentChecks } from './editors/experimentChecks';
import type { Lab } from './lab';
import { Datasets } from './lab/datasets';
import { Experiments } from './lab/experiments';
import { ExperimentSummaries } from './lab/experimentSummaries';
import { Inspector } from './lab/inspector';
import { Measurer } from './lab/measurer';
import { Runs } from './lab/runs';
import { Sessions } from './lab/sessions';
import { tensorflowDirectory } from './lab/tensorflowDirectory';
import { createLens } from './lens/createLens';
import { answerPanel } from './panels/answerPanel';
import { createGatesPanels } from './panels/createGatesPanels';
import { OpenPanels } from './panels/openPanels';
import { PreviewPanels } from './panels/previewPanels';
import { TrainingPanels } from './panels/trainingPanels';

/** Builds the parts of the host; they end with the extension. */
export function createLab(context: ExtensionContext): Lab {
  const log = window.createOutputChannel('Unroll', { log: true });
  const runs = new Runs();
  const sessions = new Sessions(runs, log);
  const experiments = new Experiments(runs);
  const summaries = new ExperimentSummaries(experiments.files);
  const l10nBundle = l10n.uri?.fsPath;
  const environment = { [tensorflowVariable]: tensorflowDirectory(context) };
  const newInspector = (): Inspector =>
    new Inspector(context.asAbsolutePath('dist/inspector.cjs'), l10nBundle, environment);
  const inspector = newInspector();
  const measurer = new Measurer(newInspector);
  const datasets = new Datasets(inspector);
  const checks = new ExperimentChecks(inspector, datasets.files, log);
  const panels: TrainingPanels = new TrainingPanels(
    {
      extensionUri: context.extensionUri,
      runs,
      log,
      answer: (directory, request) => answerPanel(lab, directory, request),
    },
    experiments,
    new OpenPanels(context.storageUri && join(context.storageUri.fsPath, 'openPanels.json')),
  );
  const lens = createLens(context, runs, inspector, log);
  const gates = createGatesPanels(context, lens, log);
  const previews = new PreviewPanels({
    extensionUri: context.extensionUri,
    inspector,
    measurer,
    runs,
    experiments: experiments.files,
    log,
    run: async (command, file) => void (await commands.executeCommand(command, file)),
  });
  const lab: Lab = {
    context,
    log,
    experiments,
    summaries,
    datasets,
    runs,
    sessions,
    inspector,
    checks,
    panels,
    gates,
    previews,
    ...lens,
  };
  context.subscriptions.push(previews, gates, panels, checks, datasets, summaries, experiments, sessions, runs);
  context.subscriptions.push(measurer, inspector, log);
  return lab;
}
