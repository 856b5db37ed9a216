import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { RunProblem, RunRecord } from '../../src/protocol/run';
import { formatCount, formatLearningRate } from '../../src/protocol/words';
import type { Send } from './actions';

/** What went wrong, what is kept, and what to do, with the doing as links. */
export function problemNotice(run: RunRecord, send: Send): TemplateResult | typeof nothing {
  const { problem, state } = run;
  if (problem === undefined || state === 'running' || state === 'finished') return nothing;
  return html`<div class="notice" role="alert">
    <p>
      <b>${problem.message}</b>
      ${parameter(problem)} ${kept(run)} ${problem.remedy}
      <span class="links">${state === 'paused' ? nothing : resumeLink(run, problem, send)}${logLink(send)}</span>
    </p>
  </div>`;
}

function parameter({ parameter, message }: RunProblem): TemplateResult | typeof nothing {
  return parameter === undefined || message.includes(parameter)
    ? nothing
    : html`${l10n.t('First in')} <code>${parameter}</code>.`;
}

function kept({ checkpoints }: RunRecord): string {
  const step = checkpoints.at(-1)?.step;
  return step === undefined ? '' : l10n.t('The weights of step {0} are kept.', formatCount(step));
}

/** A gradient that is not finite will not be so at the same learning rate again: a quarter of it is offered. */
function resumeLink(run: RunRecord, problem: RunProblem, send: Send): TemplateResult | typeof nothing {
  const step = run.checkpoints.at(-1)?.step;
  if (step === undefined) return nothing;
  if (problem.parameter === undefined)
    return link(l10n.t('Resume from step {0}', formatCount(step)), () => send({ type: 'resume' }));
  const learningRate = Number((run.learningRate / 4).toPrecision(3));
  return link(l10n.t('Resume from step {0} at {1}', formatCount(step), formatLearningRate(learningRate)), () =>
    send({ type: 'resume', learningRate }),
  );
}

const logLink = (send: Send): TemplateResult => link(l10n.t('Show log'), () => send({ type: 'showLog' }));

const link = (text: string, press: () => void): TemplateResult =>
  html`<button type="button" class="link" @click=${press}>${text}</button>`;

/** A command that could not be carried out. */
export function commandNotice(message: string | undefined, close: () => void): TemplateResult | typeof nothing {
  if (message === undefined) return nothing;
  return html`<div class="notice" role="alert">
    <p>${message} <span class="links">${link(l10n.t('Dismiss'), close)}</span></p>
  </div>`;
}
