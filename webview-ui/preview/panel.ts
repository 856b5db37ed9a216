import { render } from 'lit';
import type { FromPreviewPanel, ToPreviewPanel } from '../../src/protocol/preview';
import type { PanelHost } from '../shared/host';
import { page, waitingPage } from './page';
import type { Actions } from './actions';
import type { Shown } from './shown';
import { restoredView, type ViewState } from './viewState';

/** How long an empty panel waits for its experiment before it says that it is being read. */
const emptyAfterMs = 600;

/** The preview panel: takes messages, keeps what they say, draws it. */
export class PreviewPanel {
  private shown: Partial<Omit<Shown, 'view' | 'width'>> = {};
  private view: ViewState;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: PanelHost<FromPreviewPanel, ViewState>,
  ) {
    this.view = restoredView(host.getState(), root.dataset['path']);
    host.setState(this.view);
    new ResizeObserver(() => this.draw()).observe(root);
    setTimeout(() => this.shown.name ?? render(waitingPage(), this.root), emptyAfterMs);
  }

  /** Takes a message of the host. */
  receive(message: ToPreviewPanel): void {
    this.shown = { ...this.shown, ...taken(message) };
    this.draw();
  }

  private draw(): void {
    const { name } = this.shown;
    if (name === undefined || this.root.clientWidth === 0) return; // a hidden panel draws when it has a width
    const { root, view, shown } = this;
    render(
      page(
        { problems: [], isDraft: false, notation: 'pytorch', ...shown, name, view, width: root.clientWidth },
        this.actions,
      ),
      root,
    );
  }

  private readonly actions: Actions = {
    send: (message) => {
      this.shown = { ...this.shown, notice: undefined };
      this.host.postMessage(message);
      this.draw();
    },
    closeNotice: () => {
      this.shown = { ...this.shown, notice: undefined };
      this.draw();
    },
    chooseLayer: (layer) => {
      this.view = { ...this.view, layer };
      this.host.setState(this.view);
      this.draw();
    },
  };
}

/** What a message changes; an experiment that cannot be trained leaves the last drawing, dimmed. */
function taken(message: ToPreviewPanel): Partial<Shown> {
  switch (message.type) {
    case 'preview': {
      const { name, isDraft, mayTrain, preview, notation } = message;
      return { name, isDraft, mayTrain, preview, notation, problems: [] };
    }
    case 'problems': {
      const { name, isDraft, problems } = message;
      return { name, isDraft, problems, timing: undefined };
    }
    case 'notation':
      return { notation: message.notation };
    case 'timing':
      return { timing: message.timing };
    case 'notice':
      return { notice: message.message };
  }
}
