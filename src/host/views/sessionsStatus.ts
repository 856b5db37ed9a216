import type { Event, StatusBarItem } from 'vscode';
import { Disposable, l10n, StatusBarAlignment, window } from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import type { Experiments } from '../lab/experiments';
import type { Runs } from '../lab/runs';
import { stateWords } from '../../protocol/stateWords';
import { fullRunName, runDescription } from '../runWords';
import { throttled } from '../throttled';
import { plainLabel } from '../plainText';

/** Something of ours that can be seen. */
interface Visible {
  isVisible: boolean;
  onDidChangeVisibility: Event<unknown>;
}

/**
 * The status bar item: the running sessions, or the name of the extension. It appears where there are experiments, or
 * when our view is looked at; somebody who only edits JSON never sees it.
 */
export function createSessionsStatus(runs: Runs, experiments: Experiments, views: Visible): Disposable {
  const item = window.createStatusBarItem('unroll.sessions', StatusBarAlignment.Left, 0);
  item.name = l10n.t('Unroll: sessions');
  const redraws = throttled(() => draw(item, runs.live()), 500);
  const showWhenWanted = (): void => {
    if (views.isVisible || experiments.all().length > 0) item.show();
  };
  redraws.request();
  return Disposable.from(
    item,
    redraws,
    runs.onDidChange(() => redraws.request()),
    runs.onDidChange(showWhenWanted),
    experiments.files.onDidChange(showWhenWanted),
    views.onDidChangeVisibility(showWhenWanted),
  );
}

function draw(item: StatusBarItem, live: ListedRun[]): void {
  const [newest, ...others] = live;
  item.text = newest
    ? `$(pulse) ${plainLabel(sessionText(newest))}${others.length > 0 ? ` +${others.length}` : ''}`
    : '$(pulse) Unroll';
  item.tooltip = newest
    ? live.map((run) => `${stateWords(run.state)}: ${sessionText(run)}`).join('\n')
    : l10n.t('No session is running.');
  item.command = newest
    ? { command: 'unroll.openTrainingPanel', title: '', arguments: others.length > 0 ? [] : [newest.directory] }
    : 'unroll.experiments.focus';
}

const sessionText = (run: ListedRun): string => `${fullRunName(run)} · ${runDescription(run)}`;
