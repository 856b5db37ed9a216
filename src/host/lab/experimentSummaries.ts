import type { Disposable } from 'vscode';
import { EventEmitter, l10n } from 'vscode';
import { cellNames } from '../../protocol/cellNames';
import type { Experiment } from '../../protocol/experiment';
import type { WorkspaceFiles } from './workspaceFiles';

export { cellNames };

/** What stands beside an experiment in lists: "LSTM, 2 × 128 units". Read when first asked for, and again after edits. */
export class ExperimentSummaries implements Disposable {
  private readonly texts = new Map<string, Promise<string>>();
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(files: WorkspaceFiles) {
    this.subscription = files.onDidEdit((path) => {
      this.texts.delete(path);
      this.changed.fire();
    });
  }

  /** The summary of an experiment file. */
  of(path: string): Promise<string> {
    const text = this.texts.get(path) ?? summaryOf(path);
    this.texts.set(path, text);
    return text;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

async function summaryOf(path: string): Promise<string> {
  const { parseExperiment } = await import('../../protocol/parseExperiment');
  const { readTextFile } = await import('../../files/readTextFile');
  const text = await readTextFile(path, { remedy: '' }).catch(() => '');
  const { experiment } = parseExperiment(text);
  return experiment ? describeModel(experiment) : l10n.t('has mistakes');
}

/** A model in a few words: "Elman, 128 units". */
function describeModel({ model }: Pick<Experiment, 'model'>): string {
  const [first] = model.layers;
  const isUniform = model.layers.every((layer) => layer.cell === first?.cell && layer.units === first.units);
  if (!first) return '';
  if (!isUniform) return model.layers.map((layer) => `${cellNames[layer.cell]} ${layer.units}`).join(', ');
  return model.layers.length === 1
    ? l10n.t('{0}, {1} units', cellNames[first.cell], first.units)
    : l10n.t('{0}, {1} × {2} units', cellNames[first.cell], model.layers.length, first.units);
}
