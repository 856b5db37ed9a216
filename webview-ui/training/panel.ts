import { render } from 'lit';
import type { FromTrainingPanel, ToTrainingPanel } from '../../src/protocol/trainingPanel';
import type { LineChart } from '../shared/charts/lineChart';
import { nearestIndex } from '../shared/growingColumn';
import type { PanelHost } from '../shared/host';
import { Redraw } from '../shared/redraw';
import { listenToPointer } from '../shared/stepPointer';
import { onThemeChanged } from '../shared/theme';
import { Announcer } from './announcer';
import { Charts, mapField, recordOf, type Shown } from './charts';
import { emptyPage } from './emptyPage';
import { page } from './page';
import type { Actions } from './actions';
import type { Page } from './pageContent';
import { lookedContent, pageContent } from './pageContent';
import { listenToKeys } from './stepKeys';
import { RunData } from './runData';
import type { StepRange } from './stepView';
import { restoredView, viewFor, type ViewState } from './viewState';

/** Charts are drawn at most ten times a second, numbers written at most twice, so that they can be read. */
const drawIntervalMs = 100;
const writeIntervalMs = 500;
/** How long an empty panel waits for its run before it says that there is none. */
const emptyAfterMs = 600;
const columnWidth = 800;

/** The training panel: takes messages, keeps what they say, draws it. */
export class TrainingPanel {
  private data: RunData | undefined;
  private view: ViewState;
  private charts: Charts | undefined;
  private content: Page | undefined;
  private notice: string | undefined;
  private pointed: number | undefined;
  private pinned: number | undefined;
  private areNumbersDue = true;
  private readonly drawing = new Redraw(() => this.draw(), drawIntervalMs);
  private readonly writing = new Redraw(() => this.write(), writeIntervalMs);
  private readonly announcer: Announcer;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: PanelHost<FromTrainingPanel, ViewState>,
  ) {
    this.view = restoredView(host.getState(), root.dataset['directory']);
    host.setState(this.view);
    this.announcer = new Announcer(root);
    new ResizeObserver(() => this.drawNow()).observe(root);
    onThemeChanged(() => this.takeTheme());
    listenToKeys(root, {
      leave: () => this.leave(),
      move: (by) => this.moveChosen(by),
      moveTo: (end) => this.moveToEnd(end),
      zoom: (factor) => this.zoom(factor),
    });
    setTimeout(() => this.showEmpty(), emptyAfterMs);
  }

  /** Takes a message of the host. */
  receive(message: ToTrainingPanel): void {
    if (message.type === 'open') return this.open(message);
    if (message.type === 'notice') return this.takeNotice(message.message);
    if (this.data === undefined) return;
    if (message.type === 'update') this.data.append(message.update);
    else this.takeRun(message.run);
    this.drawing.ask();
    this.writing.ask();
  }

  /** A run that has steps is shown as soon as they come, so that it does not look empty before. */
  private open({ run, experiment, number }: Extract<ToTrainingPanel, { type: 'open' }>): void {
    this.data = new RunData(run, experiment, number);
    this.view = viewFor(this.view, run.id, experiment.model.layers.length);
    this.host.setState(this.view);
    this.pointed = this.pinned = this.notice = undefined;
    this.charts?.forget();
    if (run.step === 0) this.write();
    else setTimeout(() => this.write(), emptyAfterMs);
  }

  private takeNotice(message: string): void {
    this.notice = message;
    this.showEmpty();
    this.write();
  }

  private takeRun(run: RunData['run']): void {
    const hasChanged = this.data!.run.state !== run.state;
    this.data!.run = run;
    if (hasChanged) this.write();
  }

  private get shown(): Shown {
    const chosen = this.pointed ?? this.pinned;
    return {
      data: this.data!,
      view: this.view,
      chosen,
      looked: chosen ?? this.view.range?.to,
      isColumn: this.root.clientWidth <= columnWidth,
    };
  }

  private write(): void {
    if (this.data === undefined) return;
    this.areNumbersDue = true;
    this.renderPage(pageContent(this.shown, this.notice));
    this.charts ??= this.createCharts();
    this.announcer.announce(this.shown);
    this.draw();
  }

  private draw(): void {
    if (this.data === undefined || this.charts === undefined) return;
    this.charts.draw(this.shown, !this.areNumbersDue);
    this.areNumbersDue = false;
  }

  private drawNow(): void {
    this.areNumbersDue = true;
    this.draw();
  }

  private takeTheme(): void {
    this.charts?.takeTheme();
    this.drawNow();
  }

  private showEmpty(): void {
    if (this.data === undefined) render(emptyPage(this.notice, this.actions.send), this.root);
  }

  private createCharts(): Charts {
    const charts = new Charts(this.root);
    for (const chart of charts.overSteps) {
      listenToPointer(chart, {
        point: (at) => this.point(at === undefined ? undefined : this.nearestStep(at, chart)),
        choose: (at) => {
          charts.map.canvas.focus({ preventScroll: true });
          this.pin(this.nearestStep(at, chart));
        },
        drag: (stretch) => {
          this.point(undefined);
          this.showDrag(stretch);
        },
        select: ({ from, to }) => this.select({ from: Math.floor(from), to: Math.ceil(to) }),
        showAll: () => this.select(undefined),
      });
    }
    const { canvas } = charts.curve;
    canvas.addEventListener('pointermove', ({ offsetX }) =>
      charts.readCurve(this.shown, charts.curve.valueAt(offsetX)),
    );
    canvas.addEventListener('pointerleave', () => charts.readCurve(this.shown, undefined));
    return charts;
  }

  private readonly actions: Actions = {
    send: (message) => {
      this.notice = undefined;
      this.host.postMessage(message);
    },
    closeNotice: () => {
      this.notice = undefined;
      this.write();
    },
    chooseTab: (tab) => this.choose({ ...this.view, tab }),
    chooseLayer: (layer) => this.choose({ ...this.view, layer }),
    showAllSteps: () => this.select(undefined),
  };

  private choose(view: ViewState): void {
    this.view = view;
    this.host.setState(view);
    this.write();
  }

  private select(range: StepRange | undefined): void {
    this.showDrag(undefined);
    const isLongEnough = range !== undefined && range.to - range.from >= 2;
    if (range !== undefined && !isLongEnough) return;
    if (range === undefined && this.view.range !== undefined) this.pinned = undefined;
    this.choose({ ...this.view, range });
    this.drawNow();
  }

  private showDrag(stretch: StepRange | undefined): void {
    for (const chart of this.charts?.overSteps ?? []) {
      chart.selection = stretch;
      chart.redraw();
    }
  }

  private point(step: number | undefined): void {
    if (step === this.pointed) return;
    this.pointed = step;
    this.showChosen();
  }

  private showChosen(): void {
    if (this.data === undefined) return;
    this.charts?.showChosen(this.shown);
    if (this.content !== undefined) this.renderPage({ ...this.content, ...lookedContent(this.shown) });
  }

  private renderPage(content: Page): void {
    this.content = content;
    render(page(content, this.actions), this.root);
    const sample = this.root.querySelector('pre')!;
    sample.classList.toggle('cut', sample.scrollHeight > sample.clientHeight);
  }

  /** The nearest step of those that a chart shows: on the heat map, of its records. */
  private nearestStep(at: number, chart: LineChart): number | undefined {
    const { data } = this.shown;
    const steps = (chart === this.charts?.map ? mapField(this.shown)?.steps : undefined) ?? data.steps.steps;
    return steps[nearestIndex(steps, at)];
  }

  /** Escape: from the chosen step back to live, then from a range of steps back to all. */
  private leave(): void {
    if (this.pointed === undefined && this.pinned === undefined) this.select(undefined);
    this.pointed = this.pinned = undefined;
    this.showChosen();
  }

  private moveChosen(by: number): void {
    const field = this.data && mapField(this.shown);
    if (field === undefined) return;
    const record = recordOf(field, this.shown.chosen) + by;
    this.pin(field.steps[Math.min(field.steps.length - 1, Math.max(0, record))]);
  }

  private moveToEnd(end: 'first' | 'last'): void {
    const field = this.data && mapField(this.shown);
    this.pin(end === 'first' ? field?.steps[0] : field?.steps.at(-1));
  }

  private pin(step: number | undefined): void {
    this.pointed = undefined;
    this.pinned = step;
    this.showChosen();
  }

  /** Narrows or widens the range of steps about the chosen one. */
  private zoom(factor: number): void {
    if (this.data === undefined || this.data.lastStep === 0) return;
    const last = this.data.lastStep;
    const { from, to } = this.view.range ?? { from: 0, to: last };
    const centre = this.shown.chosen ?? to;
    const range = {
      from: Math.max(0, Math.floor(centre - (centre - from) * factor)),
      to: Math.min(last, Math.ceil(centre + (to - centre) * factor)),
    };
    this.select(range.from === 0 && range.to >= last ? undefined : range);
  }
}
