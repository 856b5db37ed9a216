import type { LogOutputChannel, Memento } from 'vscode';
import { Disposable, EventEmitter, l10n } from 'vscode';
import type { FormedPicture } from '../../protocol/gatesPanel';
import type { LensDescription, PanelQuantity } from '../../protocol/lens';
import { errorText, UserError } from '../../protocol/userError';
import { formatCount } from '../../protocol/words';
import { panelLayer } from '../panels/panelLens';
import { FormedPictures, pictureKey } from './formedPictures';
import type { Lens } from './lens';
import { ProbeDocument } from './probeDocument';

const key = 'unroll.probe';
/** Symbols of a probe text at most: a passage whose gates are seen at one look. */
const mostSymbols = 500;

/** A text that is held, and traced anew with each checkpoint that the lens follows. */
export class Probe implements Disposable {
  private held: ProbeDocument | undefined;
  private count = 0;
  private seen = '';
  private readonly formed = new FormedPictures();
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;

  /** One more checkpoint was seen. */
  readonly onDidForm = this.changed.event;

  constructor(
    private readonly lens: Lens,
    private readonly memento: Memento,
    private readonly log: LogOutputChannel,
  ) {
    const remembered = memento.get<unknown>(key);
    if (typeof remembered === 'string' && remembered !== '') this.held = new ProbeDocument(remembered, ++this.count);
    this.subscription = Disposable.from(
      this.changed,
      lens.onDidChange(() => void this.see()),
    );
  }

  /** The text that is held. */
  get document(): ProbeDocument | undefined {
    return this.held;
  }

  /** Holds a text. @throws UserError where it is empty or too long */
  hold(text: string): ProbeDocument {
    const symbols = [...text].length;
    if (text.trim() === '')
      throw new UserError(l10n.t('The probe text is empty.'), l10n.t('Select a passage, or type one.'));
    if (symbols > mostSymbols)
      throw new UserError(
        l10n.t('{0} characters are too many for a probe text.', formatCount(symbols)),
        l10n.t('Take a passage of at most {0}.', formatCount(mostSymbols)),
      );
    if (this.held?.text === text) return this.held;
    this.release();
    this.held = new ProbeDocument(text, ++this.count);
    void this.memento.update(key, text);
    void this.see();
    return this.held;
  }

  /** Holds nothing any more. */
  release(): void {
    if (this.held) this.lens.forgetText(this.held.uri);
    this.held = undefined;
    this.seen = '';
    this.formed.clear();
    void this.memento.update(key, undefined);
  }

  /** How a quantity has formed, the oldest checkpoint first. */
  pictures(layer: number, quantity: PanelQuantity): FormedPicture[] {
    return this.formed.of(layer, quantity);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Keeps the pictures of the lens's checkpoint, once; of another run all begins anew. */
  private async see(): Promise<void> {
    const description = this.lens.current?.description;
    const { held } = this;
    if (!held || description?.step === undefined) return;
    const shape = description.layers.map(({ cell, units }) => `${cell} ${units}`).join();
    const run = `${description.name} ${shape} `;
    const seen = `${run}${description.step}`;
    if (this.seen === seen) return;
    if (!this.seen.startsWith(run)) this.formed.clear();
    this.seen = seen;
    try {
      const pictures = await this.picturesOf(description, held);
      if (this.seen !== seen || this.held !== held) return;
      this.formed.add({ step: description.step, pictures });
      this.changed.fire();
    } catch (error) {
      if (this.seen === seen) this.seen = run; // asked again when the lens says something
      this.log.info(`Probe text at step ${description.step}: ${errorText(error)}`);
    }
  }

  private async picturesOf(description: LensDescription, held: ProbeDocument): Promise<Map<string, string>> {
    const whole = { from: 0, to: [...held.text].length, every: 1 };
    const asked = description.layers.map(panelLayer).flatMap(({ quantities }, layer) =>
      quantities.map(async (quantity): Promise<[string, string]> => {
        const { values } = await this.lens.askAbout(held, 'traceStretch', { ...whole, layer, quantity });
        return [pictureKey(layer, quantity), values];
      }),
    );
    return new Map(await Promise.all(asked)); // at once: the next checkpoint may be near
  }
}
