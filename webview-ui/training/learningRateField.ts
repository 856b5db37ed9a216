import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { scheduleWords } from '../../src/protocol/ruleWords';
import { isLive } from '../../src/protocol/run';
import type { Send } from './actions';
import type { RunData } from './runData';

type Field = HTMLElementTagNameMap['unroll-number'];

/** The learning rate by hand: Enter applies it, Escape leaves it, up and down change it by half. */
export function learningRateField({ run, experiment }: RunData, send: Send): TemplateResult {
  const isScheduled = scheduleWords(experiment.training.schedule).length > 0;
  const shown = plainNumber(run.learningRate);
  const restore = (field: Field): void => {
    field.value = shown;
    field.invalid = false;
    delete field.dataset['edited'];
  };
  const keydown = (event: KeyboardEvent): void => {
    const field = event.currentTarget as Field;
    if (event.key === 'Escape') restore(field);
    if (event.key === 'Enter') apply(field, send);
    if (event.key === 'ArrowUp') turn(event, field, 1.5);
    if (event.key === 'ArrowDown') turn(event, field, 1 / 1.5);
  };
  return html`<label class="learning">
    <span>${isScheduled ? l10n.t('Base rate') : l10n.t('Learning rate')}</span>
    <unroll-number
      .label=${l10n.t('Learning rate')}
      title=${
        isScheduled
          ? l10n.t('Enter lets the schedule go on from it; up and down change it by half')
          : l10n.t('Enter applies it from the next step on; up and down change it by half')
      }
      ?disabled=${!isLive(run.state)}
      .shown=${shown}
      @keydown=${keydown}
      @input=${(event: Event) => ((event.currentTarget as Field).dataset['edited'] = '')}
      @blur=${(event: Event) => restore(event.currentTarget as Field)}
    ></unroll-number>
  </label>`;
}

function apply(field: Field, send: Send): void {
  const value = Number(field.value.replace(',', '.'));
  field.invalid = !(value > 0 && Number.isFinite(value));
  if (field.invalid) return;
  delete field.dataset['edited'];
  send({ type: 'setLearningRate', value });
}

function turn(event: KeyboardEvent, field: Field, factor: number): void {
  event.preventDefault();
  const value = Number(field.value) * factor;
  if (!(value > 0)) return;
  field.value = plainNumber(Number(value.toPrecision(2)));
  field.dataset['edited'] = '';
}

/** As it can be typed: 0.002, 2.5e-7. */
const plainNumber = (value: number): string => String(Number(value.toPrecision(4)));
