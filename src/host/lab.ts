import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { ExperimentChecks } from './editors/experimentChecks';
import type { Datasets } from './lab/datasets';
import type { Experiments } from './lab/experiments';
import type { ExperimentSummaries } from './lab/experimentSummaries';
import type { Inspector } from './lab/inspector';
import type { Runs } from './lab/runs';
import type { Sessions } from './lab/sessions';
import type { LensParts } from './lens/createLens';
import type { GatesPanels } from './panels/gatesPanels';
import type { PreviewPanels } from './panels/previewPanels';
import type { TrainingPanels } from './panels/trainingPanels';

/** The parts of the host that commands work with. */
export interface Lab extends LensParts {
  context: ExtensionContext;
  log: LogOutputChannel;
  experiments: Experiments;
  summaries: ExperimentSummaries;
  datasets: Datasets;
  runs: Runs;
  sessions: Sessions;
  inspector: Inspector;
  checks: ExperimentChecks;
  panels: TrainingPanels;
  gates: GatesPanels;
  previews: PreviewPanels;
}
