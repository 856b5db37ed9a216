import { CancellationError } from 'vscode';
import { back, type Place, type Reply } from './place';

/** A question: what it adds to the answers given so far. */
export type Step<Answers> = (answers: Partial<Answers>, place: Place) => Promise<Reply<Partial<Answers>>>;

/**
 * Asks one question after the other; going back keeps what was answered.
 * @throws CancellationError where somebody leaves
 */
export async function askInSteps<Answers>(
  title: string,
  steps: Step<Answers>[],
  given: Partial<Answers> = {},
): Promise<Answers> {
  const answers = { ...given };
  for (let at = 0; at < steps.length;) {
    const reply = await steps[at]!(answers, { title, step: at + 1, totalSteps: steps.length });
    if (reply === undefined) throw new CancellationError();
    if (reply !== back) Object.assign(answers, reply);
    at += reply === back ? -1 : 1;
  }
  return answers as Answers;
}
