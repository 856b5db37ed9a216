import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { isLive, isResumable, type RunRecord } from '../../src/protocol/run';
import { quietWords } from '../../src/protocol/quietWords';
import type { Send } from './actions';
import { runFacts } from './facts';
import { learningRateField } from './learningRateField';
import type { RunData } from './runData';
import { stateWords, type ShownState } from '../../src/protocol/stateWords';
import { shownState } from './runState';

/** Name, state, controls, the line of facts and the progress of a run. */
export function header(data: RunData, send: Send): TemplateResult {
  const state = shownState(data);
  return html`
    <header>
      <h1>
        <button type="button" title=${l10n.t('Open the experiment')} @click=${() => send({ type: 'openExperiment' })}>
          ${data.run.experiment}
        </button>
      </h1>
      <span class="number quiet">${l10n.t('run {0}', data.number)}</span>
      <span class="state ${state}"
        ><i></i>${[stateWords(state), quietWords(data.run)].filter(Boolean).join(' · ')}</span
      >
      <div class="controls" role="toolbar" aria-label=${l10n.t('Training')}>
        ${toggle(data.run, state, send)}
        ${button({
          icon: 'debug-step-over',
          label: l10n.t('Step once'),
          short: l10n.t('Step'),
          title: l10n.t('Takes one step, then pauses'),
          isEnabled: state === 'running' || state === 'paused',
          press: () => send({ type: 'stepOnce' }),
        })}
        ${button({
          icon: 'debug-stop',
          label: l10n.t('Stop'),
          title: l10n.t('Writes a checkpoint and ends the session'),
          isEnabled: isLive(data.run.state),
          press: () => send({ type: 'stop' }),
        })}
        ${learningRateField(data, send)}
      </div>
    </header>
    ${facts(data, state)} ${progress(data.run)}
  `;
}

function toggle(run: RunRecord, state: ShownState, send: Send): TemplateResult {
  const canResume = state === 'paused' || (isResumable(run.state) && run.checkpoints.length > 0);
  return state === 'running' || state === 'starting'
    ? button({
        icon: 'debug-pause',
        label: l10n.t('Pause'),
        title: l10n.t('Pauses after this step'),
        isEnabled: state === 'running',
        press: () => send({ type: 'pause' }),
      })
    : button({
        icon: 'debug-start',
        label: l10n.t('Resume'),
        title: state === 'paused' ? l10n.t('Goes on') : l10n.t('Goes on from the last checkpoint'),
        isEnabled: canResume,
        press: () => send({ type: 'resume' }),
      });
}

interface Button {
  icon: string;
  label: string;
  /** The label where there is little room. */
  short?: string;
  title: string;
  isEnabled: boolean;
  press: () => void;
}

function button({ icon, label, short, title, isEnabled, press }: Button): TemplateResult {
  return html`<vscode-button
    secondary
    title=${title}
    aria-label=${label}
    aria-disabled=${String(!isEnabled)}
    ?disabled=${!isEnabled}
    @click=${press}
    @keydown=${keepPageStill}
  >
    <span slot="content-before" class="codicon codicon-${icon}" aria-hidden="true"></span>
    <span class="long">${label}</span><span class="short">${short ?? label}</span>
  </vscode-button>`;
}

/** The space bar presses the button; it shall not scroll the page as well. */
function keepPageStill(event: KeyboardEvent): void {
  if (event.key === ' ') event.preventDefault();
}

function facts(data: RunData, state: ShownState): TemplateResult {
  const { now, setting } = runFacts(data);
  const shown = state === 'starting' ? [l10n.t('The first step comes in a moment')] : now;
  return html`<div class="facts">
    ${shown.map((fact, index) => html`<span class=${index === shown.length - 1 ? 'last' : ''}>${fact}</span>`)}
    ${setting.map((fact) => html`<span class="setting">${fact}</span>`)}
  </div>`;
}

function progress(run: RunRecord): TemplateResult {
  const isShown = run.state !== 'finished' && run.state !== 'stopped' && run.state !== 'interrupted';
  return html`<div class="progress">
    ${
      isShown
        ? html`<vscode-progress-bar
            .value=${run.step}
            .max=${Math.max(1, run.totalSteps)}
            aria-label=${l10n.t('Training progress')}
          ></vscode-progress-bar>`
        : nothing
    }
  </div>`;
}
