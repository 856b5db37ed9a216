import type { Shown } from './charts';
import { stateWords } from '../../src/protocol/stateWords';
import { shownState } from './runState';
import { mapField, recordOf } from './charts';
import { verdictAt } from './reachCurve';

/** Tells screen readers what has changed in kind: the state of the run and the verdict on its reach. */
export class Announcer {
  private readonly region = document.createElement('div');
  private said = '';

  /** @param root the panel; the region stands beside it */
  constructor(root: HTMLElement) {
    this.region.className = 'heard';
    this.region.setAttribute('aria-live', 'polite');
    root.after(this.region);
  }

  /** Says state and verdict when either is another one than before; a number that moves is no news. */
  announce({ data, view }: Shown): void {
    const state = shownState(data);
    const field = mapField({ data, view: { ...view, tab: 'reach' } });
    const verdict = field && verdictAt(field, recordOf(field, undefined));
    const kind = `${data.run.id} ${state} ${verdict?.kind ?? ''}`;
    if (kind === this.said) return;
    this.said = kind;
    this.region.textContent = [stateWords(state), verdict?.sentence].filter(Boolean).join('. ');
  }
}
