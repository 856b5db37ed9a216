import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Actions } from './actions';
import type { Shown } from './shown';
import { previewSentence } from './previewSentence';

/** Name, what can be done, and the experiment in a sentence. */
export function header(shown: Shown, actions: Actions): TemplateResult {
  return html`
    <header>
      <h1>${title(shown, actions)}</h1>
      ${shown.isDraft ? html`<span class="draft">${l10n.t('not written yet')}</span>` : ''}
      <div class="controls" role="toolbar" aria-label=${l10n.t('Experiment')}>
        ${shown.isDraft ? draftButtons(shown, actions) : fileButtons(shown, actions)}
      </div>
    </header>
    ${shown.preview ? html`<p class="sentence">${previewSentence(shown.preview)}</p>` : ''}
  `;
}

function title({ name, isDraft }: Shown, actions: Actions): TemplateResult {
  if (isDraft) return html`${name}`;
  const openFile = (): void => actions.send({ type: 'openFile' });
  return html`<button type="button" title=${l10n.t('Open the experiment')} @click=${openFile}>${name}</button>`;
}

const draftButtons = (shown: Shown, { send }: Actions): TemplateResult =>
  html`${button('arrow-left', l10n.t('Back'), true, () => send({ type: 'back' }), true)}
  ${button('play', l10n.t('Create and Train'), canTrain(shown), () => send({ type: 'createAndTrain' }), true)}
  ${button('check', l10n.t('Create'), true, () => send({ type: 'create' }), false)}`;

const fileButtons = (shown: Shown, { send }: Actions): TemplateResult =>
  html`${button(
    'split-horizontal',
    l10n.t('Compare at Equal Parameters'),
    shown.problems.length === 0,
    () => send({ type: 'compare' }),
    true,
  )}
  ${button('play', l10n.t('Train'), canTrain(shown), () => send({ type: 'train' }), false)}`;

const canTrain = ({ mayTrain, problems, preview }: Shown): boolean =>
  mayTrain === true && problems.length === 0 && preview !== undefined;

const button = (
  icon: string,
  text: string,
  isEnabled: boolean,
  press: () => void,
  isSecondary: boolean,
): TemplateResult =>
  html`<vscode-button
    ?secondary=${isSecondary}
    ?disabled=${!isEnabled}
    aria-disabled=${String(!isEnabled)}
    @click=${press}
  >
    <span slot="content-before" class="codicon codicon-${icon}" aria-hidden="true"></span>${text}
  </vscode-button>`;
