import type { LogOutputChannel } from 'vscode';
import type { GatesAnswer, GatesQuestion, ToGatesPanel } from '../../protocol/gatesPanel';
import { errorText } from '../../protocol/userError';
import type { Answered } from './answerGates';

/** What answering the gates panel needs. */
export interface QuestionNeeds {
  answer(question: GatesQuestion, signal: AbortSignal): Promise<Answered<GatesAnswer>>;
  post(message: ToGatesPanel): void;
  /** An answer will be another one when more of the text is traced. */
  onPartial(): void;
  log: LogOutputChannel;
}

/** The questions of the gates panel that wait for their answers. */
export class OpenQuestions {
  private readonly open = new Map<number, AbortController>();

  constructor(private readonly needs: QuestionNeeds) {}

  /** Answers a question; what fails is told to the page. */
  async answer(number: number, question: GatesQuestion): Promise<void> {
    const { post, log } = this.needs;
    const asking = new AbortController();
    this.open.set(number, asking);
    try {
      const { answer, isWhole } = await this.needs.answer(question, asking.signal);
      if (asking.signal.aborted) return;
      post({ type: 'answer', number, answer });
      if (!isWhole) this.needs.onPartial();
    } catch (error) {
      if (asking.signal.aborted) return post({ type: 'unanswered', number });
      log.warn(errorText(error));
      post({ type: 'unanswered', number, message: errorText(error) });
    } finally {
      this.open.delete(number);
    }
  }

  /** Nobody waits for these any more; without numbers, for any. */
  forget(numbers: Iterable<number> = [...this.open.keys()]): void {
    for (const number of numbers) this.open.get(number)?.abort();
  }
}
