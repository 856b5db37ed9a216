import * as l10n from '@vscode/l10n';
import type { StepLine } from '../protocol/columns';
import { fromJsonNumber, type ValidationLine } from '../protocol/run';
import {
  formatCount,
  formatDuration,
  formatLoss,
  formatPercent,
  formatSignificant,
  formatTimeLeft,
} from '../protocol/words';

const BLOCKS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** How far a training is, for a line of text. */
export class Progress {
  private step: number;
  private loss?: number;
  private validationLoss?: number;
  /** Time and step of the first step of this session; it also bears what happens once, and is not counted. */
  private first?: { atMs: number; step: number };
  private readonly startMs: number;
  private lastMs = 0;

  /** @param symbolsPerStep symbols that one step advances, in all lanes */
  constructor(
    private readonly totalSteps: number,
    private readonly symbolsPerStep: number,
    firstStep: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.step = firstStep;
    this.startMs = now();
  }

  stepped(line: StepLine): void {
    this.step = line.step;
    this.loss = fromJsonNumber(line.loss);
    this.lastMs = this.now();
    this.first ??= { atMs: this.lastMs, step: line.step };
  }

  validated(line: ValidationLine): void {
    this.validationLoss = fromJsonNumber(line.validationLoss);
  }

  /** Step, losses, speed and time left, as far as they are known. */
  get parts(): { step: string; loss: string; validation: string; speed: string; left: string } {
    const msPerStep = this.msPerStep();
    return {
      step: l10n.t('step {0} of {1}', formatCount(this.step), formatCount(this.totalSteps)),
      loss: this.loss === undefined ? '' : l10n.t('loss {0}', formatLoss(this.loss)),
      validation: this.validationLoss === undefined ? '' : l10n.t('validation {0}', formatLoss(this.validationLoss)),
      speed: msPerStep ? l10n.t('{0} symbols/s', formatSignificant((this.symbolsPerStep / msPerStep) * 1000)) : '',
      left: msPerStep ? this.timeText((this.totalSteps - this.step) * msPerStep) : '',
    };
  }

  /** The whole of it. */
  get line(): string {
    const { step, loss, validation, speed, left } = this.parts;
    return joined([step, loss, validation, speed, left]);
  }

  /** A bar and as much of the rest as there is room for. */
  bar(columns: number): string {
    const { step, loss, validation, speed, left } = this.parts;
    const share = this.totalSteps > 0 ? this.step / this.totalSteps : 1;
    const percent = formatPercent(Math.floor(share * 100) / 100).padStart(5);
    const choices = [[step, loss, validation, speed, left], [step, loss, speed, left], [loss, left], [left], []];
    const texts = choices.map((parts) => joined([percent, ...parts]));
    const text = texts.find((each) => each.length + 12 <= columns) ?? '';
    return `${bar(share, Math.min(24, columns - text.length - 2))} ${text}`.trim().slice(0, Math.max(0, columns));
  }

  /** The time left; at the end the time that it took. */
  private timeText(leftMs: number): string {
    return leftMs > 0 ? formatTimeLeft(leftMs) : l10n.t('{0} in all', formatDuration(this.lastMs - this.startMs));
  }

  private msPerStep(): number | undefined {
    if (!this.first || this.step <= this.first.step) return undefined;
    return (this.lastMs - this.first.atMs) / (this.step - this.first.step);
  }
}

const joined = (parts: string[]): string => parts.filter((part) => part !== '').join('  ');

/** A bar that is so full, to an eighth of a character; none where there is no room. */
export function bar(share: number, columns: number): string {
  const room = Math.max(0, columns);
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * room * 8);
  return `${'█'.repeat(eighths >> 3)}${BLOCKS[eighths & 7]}`.padEnd(room, '░');
}
