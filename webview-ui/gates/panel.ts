import { render } from 'lit';
import type { FromGatesPanel, NothingToShow, PanelPlace, ToGatesPanel } from '../../src/protocol/gatesPanel';
import type { PanelHost } from '../shared/host';
import { OnceAFrame } from '../shared/onceAFrame';
import { Redraw } from '../shared/redraw';
import { onThemeChanged } from '../shared/theme';
import type { Actions } from './actions';
import { Announcer } from './announcer';
import { askForView } from './asking/asking';
import { Canvases } from './canvases';
import { emptyPage, waitingPage } from './emptyPage';
import { exportPicture, title } from './controls/exportPicture';
import { unitUnder } from './painting/figureLayout';
import { GatesData } from './asking/gatesData';
import { readGatesTheme } from './gatesTheme';
import { playedFrom } from './asking/intervention';
import { listenToKeys } from './controls/keys';
import { page } from './page';
import { unitAt } from './painting/paintSaturation';
import { cellWords } from './words/place';
import { listenToPointer } from './controls/pointing';
import { Questions } from './asking/questions';
import { shownAt, type Beside, type Shown } from './shown';
import { TellHost } from './asking/tellHost';
import * as axes from './painting/textAxis';
import { unitBeside } from './painting/unitOrder';
import { fitting, leftView, restoredView, viewAt, viewFor, type ViewState } from './viewState';

/** How often the host is asked while the view moves, and how soon the words follow a view that has moved. */
const askIntervalMs = 60;
const settledAfterMs = 250;
/** How long an empty panel waits before it says so. */
const emptyAfterMs = 600;

/** The gates panel: takes messages, keeps what they say, asks for what is in view, draws it. */
export class GatesPanel {
  private data: GatesData | undefined;
  private view: ViewState;
  private shown: Shown | undefined;
  private canvases: Canvases | undefined;
  private nothing: NothingToShow | undefined;
  private readonly beside: Beside = { hasProbe: false, isProbeAsked: false };
  private pointed: { at: number; unit: number | undefined } | undefined;
  private theme = readGatesTheme();
  private settled: ReturnType<typeof setTimeout> | undefined;
  private readonly questions: Questions;
  private readonly tellHost: TellHost;
  private readonly announcer: Announcer;
  private readonly drawing = new OnceAFrame(() => this.draw());
  private readonly writing = new OnceAFrame(() => this.write());
  private readonly asking = new Redraw(() => this.ask(), askIntervalMs);

  constructor(
    private readonly root: HTMLElement,
    private readonly host: PanelHost<FromGatesPanel, ViewState>,
  ) {
    const tell = (message: FromGatesPanel): void => host.postMessage(message);
    this.view = restoredView(host.getState());
    this.questions = new Questions(tell);
    this.tellHost = new TellHost(tell);
    this.announcer = new Announcer(root);
    onThemeChanged(() => this.takeTheme());
    this.listenToKeys();
    setTimeout(() => this.data ?? this.nothing ?? render(waitingPage(), this.root), emptyAfterMs);
  }

  /** Takes a message of the host. */
  receive(message: ToGatesPanel): void {
    switch (message.type) {
      case 'open':
        return this.open(message);
      case 'empty':
        this.nothing = message;
        this.data = undefined;
        this.questions.forgetAll();
        return this.write();
      case 'choose':
        return this.takePlace(message.place);
      case 'traced':
        this.questions.forgetFailures();
        this.data?.makeApproximateStale();
        return this.asking.ask();
      case 'answer':
        return this.questions.answer(message.number, message.answer);
      case 'unanswered':
        this.questions.fail(message.number);
        return message.message === undefined ? undefined : this.takeNotice(message.message);
      case 'notice':
        return this.takeNotice(message.message);
    }
  }

  private open({ lens, text, place, hasProbe }: Extract<ToGatesPanel, { type: 'open' }>): void {
    this.questions.forgetAll();
    this.data = new GatesData(lens, text).after(this.data);
    this.nothing = this.pointed = undefined;
    const isProbeAsked = this.beside.isProbeAsked && text.probe === undefined;
    Object.assign(this.beside, { notice: undefined, hasProbe, isProbeAsked });
    this.view = viewFor(this.view, lens.layers, text);
    this.write();
    if (place === undefined) this.setView(this.view);
    else this.takePlace(place);
  }

  private takePlace(place: PanelPlace): void {
    if (this.data === undefined) return;
    const { lens, text } = this.data;
    this.setView(viewAt(this.view, place, lens.layers, text.symbols), true);
  }

  private takeNotice(notice: string): void {
    this.writeBeside({ notice });
  }

  private takeTheme(): void {
    this.theme = readGatesTheme();
    this.drawing.ask();
    this.writing.ask();
  }

  /** @param isFollowed whether the chosen symbol is brought into view */
  private setView(view: ViewState, isFollowed = false): void {
    const { room } = this;
    const followed = isFollowed && room ? axes.showing(axes.keptInside(view.axis, room), view.at, room) : view.axis;
    const begins = view.play !== undefined && this.view.play === undefined;
    const axis = begins && room ? axes.leading(followed, playedFrom(view.play!), room) : followed;
    this.view = { ...view, axis };
    this.drawing.ask();
    this.writing.ask();
    this.asking.ask();
  }

  /** Moves the view over the text; its words follow when it has settled. */
  private setAxis(axis: axes.TextAxis): boolean {
    const before = this.view.axis;
    if (axis.from === before.from && axis.pixels === before.pixels) return false;
    this.view = { ...this.view, axis };
    this.drawing.ask();
    this.asking.ask();
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.write(), settledAfterMs);
    return true;
  }

  private get room(): axes.TextRoom | undefined {
    return this.shown?.room;
  }

  private ask(): void {
    if (this.data === undefined || this.shown === undefined || this.data.text.symbols === 0) return;
    const { data } = this;
    askForView(data, this.view, this.shown.room, this.questions, (kind) => {
      if (data !== this.data) return;
      this.drawing.ask();
      if (kind !== 'columns') this.writing.ask();
    });
  }

  private look(): Shown {
    const shown = shownAt(this.data!, this.view, this.canvases?.width ?? 0, this.theme, this.shown?.order ?? []);
    this.view = { ...this.view, axis: shown.axis };
    return (this.shown = shown);
  }

  private draw(): void {
    if (this.data === undefined || this.canvases === undefined || this.canvases.width === 0) return;
    const shown = this.look();
    const reading = this.pointed && cellWords(shown, this.pointed.at, this.pointed.unit);
    this.canvases.draw(shown, this.theme, reading);
    this.tellHost.tell(shown);
  }

  private write(): void {
    const empty =
      this.data?.text.symbols === 0 ? ({ why: 'emptyText', text: this.data.text.name } as const) : this.nothing;
    if (empty !== undefined || this.data === undefined) {
      this.canvases = this.shown = undefined;
      if (empty !== undefined) render(emptyPage(empty, this.actions), this.root);
      return;
    }
    render(page(this.look(), this.beside, this.actions), this.root);
    const canvases = this.canvases ?? this.standUp();
    canvases.drawSaturation(this.shown!, this.theme);
    this.announcer.announce(this.shown!);
    this.host.setState(this.view);
    this.drawing.ask();
  }

  private writeBeside(change: Partial<Beside>): void {
    Object.assign(this.beside, change);
    this.write();
  }

  private readonly actions: Actions = {
    send: (message) => this.host.postMessage(message),
    closeNotice: () => this.writeBeside({ notice: undefined }),
    askForProbe: (isProbeAsked) => this.writeBeside({ isProbeAsked }),
    change: (choice) => this.data && this.setView(fitting({ ...this.view, ...choice }, this.data.lens.layers)),
    zoom: (zoom) => this.zoomTo(zoom),
    chooseDot: (event) => this.chooseDot(event),
    savePicture: () => void this.savePicture(),
    saveNumbers: (format) => {
      const { layer, quantity } = this.view;
      const { from, to } = axes.inView(this.view.axis, this.room!);
      this.host.postMessage({ type: 'saveNumbers', format, layer, quantity, from, to });
    },
  };

  private async savePicture(): Promise<void> {
    const png = await exportPicture(this.shown!, this.theme);
    this.host.postMessage({ type: 'savePicture', png, name: title(this.shown!) });
  }

  /** The page stands for the first time: now there is a width. */
  private standUp(): Canvases {
    this.canvases = this.createCanvases();
    this.look();
    return this.canvases;
  }

  private createCanvases(): Canvases {
    const canvases = new Canvases(this.root, () => {
      this.draw();
      this.write();
      this.asking.ask();
    });
    const moves = {
      leave: () => this.point(undefined),
      scroll: (pixels: number) => this.setAxis(axes.scrolledBy(this.view.axis, pixels, this.room!)),
    };
    listenToPointer(canvases.figure, {
      ...moves,
      point: (x, y) => this.point(this.cellUnder(x, y)),
      drag: (_, movedX) => this.setAxis(axes.scrolledBy(this.view.axis, -movedX, this.room!)),
      click: (x, y) => this.choose(this.cellUnder(x, y)),
      zoom: (factor, x) => this.zoom(factor, x - this.shown!.layout.left),
    });
    listenToPointer(canvases.whole, {
      ...moves,
      point: () => undefined,
      drag: (x) => this.viewAbout(x),
      press: (x) => this.viewAbout(x),
      click: () => undefined,
      zoom: (factor) => this.zoom(factor),
    });
    return canvases;
  }

  private cellUnder(x: number, y: number): { at: number; unit: number | undefined } {
    const { axis, layout, room, order } = this.shown!;
    return { at: axes.symbolAt(axis, x - layout.left, room), unit: unitUnder(y, layout, order) };
  }

  private point(cell: { at: number; unit: number | undefined } | undefined): void {
    this.pointed = cell;
    this.drawing.ask();
  }

  /** Chooses a symbol, and a unit where one is meant; the editor follows. */
  private choose({ at, unit = this.view.unit }: { at: number; unit?: number }): void {
    this.setView({ ...this.view, at, unit }, true);
    this.tellHost.chosen(at);
  }

  private chooseDot({ offsetX, offsetY, currentTarget }: MouseEvent): void {
    const { clientWidth } = (currentTarget as HTMLElement).parentElement!;
    const overview = this.shown?.overview;
    const unit = overview && unitAt(offsetX, offsetY, clientWidth, overview);
    if (unit !== undefined) this.setView({ ...this.view, unit });
  }

  private zoom(factor: number, pixel?: number): void {
    if (this.room) this.setAxis(axes.zoomedBy(this.view.axis, factor, this.view.at, this.room, pixel));
  }

  private zoomTo(zoom: axes.Zoom): void {
    if (this.room) this.setAxis(axes.zoomedTo(this.view.axis, zoom, this.view.at, this.room));
  }

  /** Brings the part of the text under a pixel of the strip into the middle. */
  private viewAbout(x: number): void {
    const { layout, room, axis } = this.shown!;
    const at = ((x - layout.left) / layout.width) * room.symbols;
    this.setAxis(axes.keptInside({ ...axis, from: at - room.width / axis.pixels / 2 }, room));
  }

  private listenToKeys(): void {
    const ends = { first: 0, last: Number.MAX_SAFE_INTEGER };
    listenToKeys(this.root, {
      moveSymbol: (by) => this.choose({ at: Math.max(0, Math.min(this.room!.symbols - 1, this.view.at + by)) }),
      moveToEnd: (end) => this.choose({ at: Math.min(this.room!.symbols - 1, ends[end]) }),
      moveUnit: (by) => this.setView({ ...this.view, unit: unitBeside(this.shown!.order, this.view.unit, by) }),
      moveView: (by) => this.setAxis(axes.scrolledBy(this.view.axis, by * this.room!.width, this.room!)),
      viewEnd: (end) => this.setAxis(axes.keptInside({ ...this.view.axis, from: ends[end] }, this.room!)),
      zoom: (factor) => this.zoom(factor),
      showAll: () => this.zoomTo('whole'),
      leave: () => this.data && this.setView(leftView(this.view)),
    });
  }
}
