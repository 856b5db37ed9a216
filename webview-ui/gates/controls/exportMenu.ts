import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Actions } from '../actions';

/** A button with a menu: the picture, or the numbers of what is in view. */
export function exportMenu(actions: Actions): TemplateResult {
  return html`<button
      type="button"
      class="icon export"
      popovertarget="export"
      aria-haspopup="menu"
      title=${l10n.t('Export')}
      aria-label=${l10n.t('Export')}
    >
      <span class="codicon codicon-desktop-download" aria-hidden="true"></span>
    </button>
    <div
      id="export"
      class="menu"
      role="menu"
      aria-label=${l10n.t('Export')}
      popover
      @toggle=${focusFirst}
      @keydown=${moveFocus}
    >
      ${item(l10n.t('Picture (PNG)'), () => actions.savePicture())}
      ${item(l10n.t('Numbers in view (CSV)'), () => actions.saveNumbers('csv'))}
      ${item(l10n.t('Numbers in view (npy)'), () => actions.saveNumbers('npy'))}
    </div>`;
}

function item(label: string, press: () => void): TemplateResult {
  const choose = (event: Event): void => {
    (event.currentTarget as HTMLElement).parentElement!.hidePopover();
    press();
  };
  return html`<button type="button" role="menuitem" tabindex="-1" @click=${choose}>${label}</button>`;
}

const itemsOf = (menu: EventTarget | null): HTMLElement[] => [...(menu as HTMLElement).querySelectorAll('button')];

function focusFirst(event: Event): void {
  if ((event as ToggleEvent).newState === 'open') itemsOf(event.currentTarget)[0]?.focus();
}

function moveFocus(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const place = places[event.key];
  if (event.key === 'Tab') (event.currentTarget as HTMLElement).hidePopover();
  if (place === undefined) return;
  event.preventDefault();
  items.at(place % items.length)?.focus();
}
