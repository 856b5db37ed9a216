import type { InputBox, QuickPick, QuickPickItem } from 'vscode';
import { QuickInputButtons } from 'vscode';

/** Where a question stands in a series of questions. */
export interface Place {
  title: string;
  /** From 1. */
  step: number;
  totalSteps: number;
}

/** The answer of somebody who wants to go to the question before. */
export const back = Symbol('back');

/** What became of a question: an answer, a wish to go back, or nothing where it was left. */
export type Reply<T> = T | typeof back | undefined;

/** Shows a question at its place, with a way back except at the first, until it is answered or left. */
export function ask<T>(
  input: QuickPick<QuickPickItem> | InputBox,
  place: Place,
  onAccepted: (answer: (value: T) => void) => void,
): Promise<Reply<T>> {
  Object.assign(input, place.totalSteps > 1 ? place : { title: place.title }, { ignoreFocusOut: true });
  if (place.step > 1) input.buttons = [QuickInputButtons.Back];
  return new Promise<Reply<T>>((resolve) => {
    input.onDidTriggerButton(() => resolve(back));
    input.onDidHide(() => resolve(undefined));
    onAccepted(resolve);
    input.show();
  }).finally(() => input.dispose());
}
