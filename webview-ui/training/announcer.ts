import * as l10n from '@vscode/l10n';
import type { Verdict } from '../../src/protocol/reachVerdict';
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
  announce(shown: Shown): void {
    const text = newsOf(shown);
    const key = `${shown.data.run.id} ${text}`;
    if (key === this.said) return;
    this.said = key;
    this.region.textContent = text;
  }
}

/** The state, and the verdict that is shown; without its numbers, which the page alone keeps true. */
export function newsOf({ data, view }: Pick<Shown, 'data' | 'view'>): string {
  const field = mapField({ data, view: { ...view, tab: 'reach' } });
  const verdict = field && verdictAt(field, recordOf(field, view.range?.to));
  return [stateWords(shownState(data)), verdict && reachWords[verdict.kind]()].filter(Boolean).join('. ');
}

const reachWords: Record<Verdict['kind'], () => string> = {
  vanishing: () => l10n.t('Reach: vanishing.'),
  fading: () => l10n.t('Reach: fading.'),
  alive: () => l10n.t('Reach: alive.'),
  growing: () => l10n.t('Reach: growing.'),
  exploding: () => l10n.t('Reach: exploding.'),
  ending: () => l10n.t('Reach: it ends within the window.'),
  unknown: () => '',
};
