import { CancellationError } from 'vscode';
import { back, type Place, type Reply } from './place';

/** A question: what it adds to the answers given so far. */
export type Step<Answers> = (answers: Partial<Answers>, place: Place) => Promise<Reply<Partial<Answers>>>;

/**
 * Asks one question after the other; going back keeps what was answered.
 * @param steps the questions, or those that the answers so far lead to
 * @throws CancellationError where somebody leaves
 */
export async function askInSteps<Answers>(
  title: string,
  steps: Step<Answers>[] | ((answers: Partial<Answers>) => Step<Answers>[]),
  given: Partial<Answers> = {},
): Promise<Answers> {
  const answers = { ...given };
  const stepsNow = (): Step<Answers>[] => (typeof steps === 'function' ? steps(answers) : steps);
  for (let at = 0; at < stepsNow().length;) {
    const reply = await stepsNow()[at]!(answers, { title, step: at + 1, totalSteps: stepsNow().length });
    if (reply === undefined) throw new CancellationError();
    if (reply !== back) Object.assign(answers, reply);
    at += reply === back ? -1 : 1;
  }
  return answers as Answers;
}
