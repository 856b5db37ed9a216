import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { engineWords } from '../../src/protocol/engineWords';
import type { NetworkPreview, Timing } from '../../src/protocol/preview';
import { formatBytes, formatCount, formatDuration, formatStepDuration } from '../../src/protocol/words';
import type { Actions } from './actions';
import type { Shown } from './shown';

/** What the experiment costs: parameters, memory, time. */
export function figures({ timing }: Shown, preview: NetworkPreview, { send }: Actions): TemplateResult {
  const { weightBytes, windowBytes } = preview.memory;
  return html`<dl class="figures">
    ${figure(
      l10n.t('Parameters'),
      formatCount(preview.parameterCount),
      l10n.t('in {0} matrices', formatCount(preview.parameters.length)),
    )}
    ${figure(
      l10n.t('Memory'),
      formatBytes(weightBytes + windowBytes),
      l10n.t('weights {0}, a window {1}', formatBytes(weightBytes), formatBytes(windowBytes)),
    )}
    ${figure(l10n.t('A step'), ...stepTime(timing, send))} ${figure(l10n.t('An epoch'), ...epochTime(timing, preview))}
  </dl>`;
}

type Words = string | TemplateResult | typeof nothing;

const figure = (name: string, value: Words, words: Words): TemplateResult =>
  html`<div>
    <dt>${name}</dt>
    <dd class="value" aria-live="polite">${value}</dd>
    <dd class="quiet">${words}</dd>
  </div>`;

function stepTime(timing: Timing | undefined, send: Actions['send']): [Words, Words] {
  switch (timing?.state) {
    case 'measuring':
      return [
        html`<span class="measuring">${l10n.t('measuring...')}</span>`,
        link(l10n.t('Cancel'), () => send({ type: 'cancelMeasuring' })),
      ];
    case 'measured':
      return [formatStepDuration(timing.measured.stepMs), measuredWords(timing, send)];
    case 'failed':
      return ['–', html`${timing.message} ${again(send)}`];
    case 'cancelled':
      return ['–', link(l10n.t('Measure'), () => send({ type: 'measure' }))];
    case undefined:
      return ['–', nothing];
  }
}

function measuredWords({ measured, busyRuns }: Extract<Timing, { state: 'measured' }>, send: Actions['send']): Words {
  const beside = busyRuns > 0 ? l10n.t('beside {0} running', formatCount(busyRuns)) : '';
  const how = l10n.t('median of {0}', formatCount(measured.steps));
  return html`${[how, engineWords(measured.engine), beside].filter(Boolean).join(', ')} ${again(send)}`;
}

const again = (send: Actions['send']): TemplateResult => link(l10n.t('Measure Again'), () => send({ type: 'measure' }));

function epochTime(timing: Timing | undefined, { stepsPerEpoch, totalSteps }: NetworkPreview): [Words, Words] {
  const steps = l10n.t('{0} steps', formatCount(stepsPerEpoch));
  if (timing?.state !== 'measured') return [timing?.state === 'measuring' ? '...' : '–', steps];
  const { stepMs, epochMs } = timing.measured;
  const whole = l10n.t('all {0} steps {1}', formatCount(totalSteps), formatDuration(totalSteps * stepMs));
  return [shortDuration(epochMs), `${steps}, ${whole}`];
}

/** An epoch of a short text takes less than a second. */
const shortDuration = (durationMs: number): string =>
  durationMs < 9950 ? formatStepDuration(durationMs) : formatDuration(durationMs);

const link = (text: string, press: () => void): TemplateResult =>
  html`<button type="button" class="link" @click=${press}>${text}</button>`;
