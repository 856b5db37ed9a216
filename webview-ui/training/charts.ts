import * as l10n from '@vscode/l10n';
import { formatCount, formatLoss, formatNorm, formatPercent } from '../../src/protocol/words';
import { LineChart } from '../shared/charts/lineChart';
import type { Cursor, Frame, Picture } from '../shared/charts/picture';
import { nearestIndex } from '../shared/growingColumn';
import { heatRamp, type Ramp } from '../shared/heatRamp';
import { readTheme, type Theme } from '../shared/theme';
import { profileMap, reachMap, type HeatSurface } from './heatPicture';
import { lossPicture, meanLoss } from './lossPicture';
import { nonFiniteWord } from './nonFinite';
import { isClipped, normPicture } from './normPicture';
import { profileCurve, type ProfileFields } from './profileCurve';
import { rateChanges, ratePicture } from './ratePicture';
import { hasRegulariser, regulariserPicture } from './regulariserPicture';
import { reachCurve } from './reachCurve';
import type { FieldView } from './recordField';
import type { RunData } from './runData';
import { stepView, type StepView } from './stepView';
import type { ViewState } from './viewState';

/** What the charts show. */
export interface Shown {
  data: RunData;
  view: ViewState;
  /** The step that the person points at or has chosen. */
  chosen: number | undefined;
  /** The step whose curve and sample are shown: the chosen one, else the last in view; without one, the newest. */
  looked: number | undefined;
  /** Whether the page stands in one column. */
  isColumn: boolean;
}

const heatHeight = 188;

/** The charts of the panel. */
export class Charts {
  readonly loss: LineChart;
  readonly norm: LineChart;
  readonly rate: LineChart;
  readonly regulariser: LineChart;
  readonly map: LineChart;
  readonly curve: LineChart;
  private theme!: Theme;
  private ramp!: Ramp;
  private themeCount = 0;
  private axisEnd = 0;
  private readonly surface: HeatSurface = { image: new OffscreenCanvas(1, 1), rows: heatHeight };
  private readonly drawn = new Map<LineChart, string>();

  constructor(page: ParentNode) {
    const chart = (name: string): LineChart => new LineChart(page.querySelector<HTMLCanvasElement>(`#${name}Chart`)!);
    [this.loss, this.norm, this.rate, this.regulariser, this.map, this.curve] = [
      chart('loss'),
      chart('norm'),
      chart('rate'),
      chart('regulariser'),
      chart('map'),
      chart('curve'),
    ];
    this.takeTheme();
  }

  /** Another run is shown from now on. */
  forget(): void {
    this.drawn.clear();
  }

  /** The charts that share the axis of training steps. */
  get overSteps(): LineChart[] {
    return [this.loss, this.norm, this.rate, this.regulariser, this.map];
  }

  /** Reads the theme again; everything is drawn anew. */
  takeTheme(): void {
    this.theme = readTheme();
    this.ramp = heatRamp(this.theme.background, this.theme.isLight);
    this.themeCount++;
  }

  /**
   * Draws what has changed since the last time.
   * @param keepsNumbers whether the numbers beside the lines stay as they are, so that they can be read
   */
  draw(shown: Shown, keepsNumbers: boolean): void {
    const { data } = shown;
    const view = this.stepView(shown);
    const axis = [...this.axisKey(view), data.validation.step.length, this.loss.size.width];
    const key = keepsNumbers ? axis : [...axis, data.steps.length, data.lastStep, data.validation.loss.last];
    this.drawChanged(this.loss, key, keepsNumbers, () => lossPicture(data, view, this.theme));
    if (data.steps.length > 0) {
      this.drawChanged(this.norm, key, keepsNumbers, () => normPicture(data, view, this.theme));
      if (rateChanges(data).length > 0)
        this.drawChanged(this.rate, key, keepsNumbers, () => ratePicture(data, view, this.theme));
      if (hasRegulariser(data))
        this.drawChanged(this.regulariser, key, keepsNumbers, () => regulariserPicture(data, view, this.theme));
    }
    this.drawMap(shown, view, axis);
    this.showChosen(shown);
  }

  /** Marks the chosen step in every chart and draws its curve. */
  showChosen(shown: Shown): void {
    const view = this.stepView(shown);
    this.mark(this.loss, shown, () => lossReading(shown.data, view, shown.chosen!));
    this.mark(this.norm, shown, () => normReading(shown.data, shown.chosen!));
    this.mark(this.rate, shown, () => undefined);
    this.mark(this.regulariser, shown, () => undefined);
    const field = mapField(shown);
    if (field !== undefined) this.markRecord(field, shown);
    this.drawCurve(shown, view);
  }

  /** Reads the curve at a place in pixels, or stops reading it. */
  readCurve(shown: Shown, at: number | undefined): void {
    const field = mapField(shown);
    if (field === undefined) return;
    this.curve.cursor = at === undefined ? undefined : curveReading(field, shown, Math.round(at));
    this.curve.redraw();
  }

  private stepView({ data, view }: Shown): StepView {
    return stepView(data, this.loss.size.width, view.range);
  }

  /** Changes when the axis has moved by half a pixel: less cannot be seen. */
  private axisKey({ from, to, stretch }: StepView): number[] {
    const moved = (Math.abs(to - this.axisEnd) / (to - from)) * stretch.pixels;
    if (moved >= 0.5) this.axisEnd = to;
    return [from, this.axisEnd];
  }

  private drawMap({ data, view }: Shown, steps: StepView, axis: number[]): void {
    const field = data.field(view.tab === 'reach' ? 'reach' : 'total', view.layer);
    if (field === undefined || field.steps.length === 0) return;
    const key = [view.tab, view.layer, field.steps.length, field.steps.at(-1)!, ...axis];
    const picture = view.tab === 'reach' ? reachMap : profileMap;
    const surface = { ...this.surface, rows: Math.round(heatHeight * window.devicePixelRatio) };
    this.drawChanged(this.map, key, false, () => picture(field, steps, this.theme, this.ramp, surface));
  }

  private drawCurve(shown: Shown, steps: StepView): void {
    const { data, view, looked } = shown;
    const reach = data.field('reach', view.layer);
    const profile = profileFields(data, view.layer);
    const field = view.tab === 'reach' ? reach : profile?.total;
    if (field === undefined || field.steps.length === 0) return;
    const record = recordOf(field, looked);
    const frame = curveFrame(shown, steps);
    const key = [
      view.tab,
      view.layer,
      record,
      field.steps.length,
      field.steps[record]!,
      this.curve.size.width,
      frame.left,
    ];
    this.drawChanged(this.curve, key, false, () =>
      view.tab === 'reach'
        ? reachCurve(reach!, record, frame, this.theme, this.ramp)
        : profileCurve(profile!, record, frame, this.theme, this.ramp),
    );
  }

  private drawChanged(chart: LineChart, key: unknown[], keepsNumbers: boolean, picture: () => Picture): void {
    const words = `${[this.themeCount, window.devicePixelRatio, ...key].join(' ')} `;
    const isDrawn = keepsNumbers ? this.drawn.get(chart)?.startsWith(words) : this.drawn.get(chart) === words;
    if (isDrawn || chart.size.width === 0) return;
    this.drawn.set(chart, words);
    chart.draw(picture(), keepsNumbers);
  }

  private mark(chart: LineChart, { chosen }: Shown, read: () => string | undefined): void {
    if (chosen === undefined && chart.cursor === undefined) return;
    chart.cursor = chosen === undefined ? undefined : { at: chosen, text: read() };
    chart.redraw();
  }

  private markRecord(field: FieldView, { chosen }: Shown): void {
    if (chosen === undefined && this.map.cursor === undefined) return;
    this.map.cursor =
      chosen === undefined ? undefined : { at: chosen, frame: spanOf(field.steps, recordOf(field, chosen)) };
    this.map.redraw();
  }
}

/** The records that the heat map shows. */
export function mapField({ data, view }: Pick<Shown, 'data' | 'view'>): FieldView | undefined {
  const field = data.field(view.tab === 'reach' ? 'reach' : 'total', view.layer);
  return field !== undefined && field.steps.length > 0 ? field : undefined;
}

/** The record nearest to a step; the newest where none is chosen. */
export function recordOf(field: FieldView, chosen: number | undefined): number {
  return chosen === undefined ? field.steps.length - 1 : nearestIndex(field.steps, chosen);
}

function profileFields(data: RunData, layer: number): ProfileFields | undefined {
  const total = data.field('total', layer);
  const carried = data.field('carried', layer);
  const local = data.field('local', layer);
  return total && carried && local ? { total, carried, local } : undefined;
}

/** What is read from the curve: the share at a time step back, or the norm at a time step. */
function curveReading(field: FieldView, { view, looked }: Shown, at: number): Cursor {
  const value = field.record(recordOf(field, looked))[at] ?? NaN;
  if (view.tab === 'profile') return { at, text: `${formatCount(at)}: ${formatNorm(value)}` };
  const share = value < 1e-4 ? formatNorm(value) : formatPercent(value, value < 0.1 ? 1 : 0);
  return { at, text: l10n.t('{0} back: {1}', formatCount(at), share) };
}

/** The stretch of steps that a record stands for: halfway to its neighbours. */
function spanOf(steps: Float64Array, record: number): { from: number; to: number } {
  const at = steps[record]!;
  const before = steps[record - 1] ?? -at;
  const after = steps[record + 1] ?? Infinity;
  return { from: (before + at) / 2, to: Number.isFinite(after) ? (at + after) / 2 : Number.MAX_SAFE_INTEGER };
}

function curveFrame({ isColumn, view }: Shown, steps: StepView): Frame {
  const isAligned = isColumn && !steps.isNarrow;
  const right = isAligned ? steps.frame.right : view.tab === 'reach' ? 12 : 72;
  return { left: isColumn ? steps.frame.left : 54, right, top: 7, bottom: 20 };
}

function lossReading(data: RunData, view: StepView, step: number): string {
  const index = nearestIndex(data.steps.steps, step);
  const words = [
    l10n.t('step {0}', formatCount(step)),
    l10n.t('training {0}', formatLoss(meanLoss(data, view)(index))),
  ];
  const away = nonFiniteWord(data, index);
  if (away !== '') words.push(away);
  const validation = data.validationAt(step);
  if (Number.isFinite(validation)) words.push(l10n.t('validation {0}', formatLoss(validation)));
  return words.join('   ');
}

function normReading(data: RunData, step: number): string {
  const index = nearestIndex(data.steps.steps, step);
  const { gradientNorm, clippedNorm } = data.steps.columns;
  const before = formatNorm(gradientNorm.at(index));
  const away = nonFiniteWord(data, index);
  if (away !== '') return `${before}   ${away}`;
  return isClipped(data)(index) ? `${before} → ${formatNorm(clippedNorm.at(index))}` : before;
}
