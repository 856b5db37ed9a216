import { pictureSentence } from './words/sentence';
import { spokenReadout } from './words/place';
import type { Shown } from './shown';

/** Tells screen readers the sentence of a new picture, and the read-out of a newly chosen place. */
export class Announcer {
  private readonly region = document.createElement('div');
  private picture = '';
  private place = '';

  /** @param root the panel; the region stands beside it */
  constructor(root: HTMLElement) {
    this.region.className = 'heard';
    this.region.setAttribute('aria-live', 'polite');
    root.after(this.region);
  }

  announce(shown: Shown): void {
    const { data, view, overview, layer } = shown;
    const picture = `${data.lens.id} ${view.layer} ${view.quantity}`;
    if (picture !== this.picture && overview !== undefined) {
      this.picture = picture;
      const { emphasis, rest } = pictureSentence(view.quantity, layer, overview);
      return this.say(emphasis + rest);
    }
    const place = `${view.at} ${String(view.unit)}`;
    const words = spokenReadout(shown);
    if (place === this.place || words === undefined) return;
    this.place = place;
    this.say(words);
  }

  private say(words: string): void {
    this.region.textContent = words;
  }
}
