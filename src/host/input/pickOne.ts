import type { QuickPickItem } from 'vscode';
import { QuickPickItemKind, window } from 'vscode';
import { ask, type Place, type Reply } from './place';

/** Something to choose. */
export interface Choice<T> extends QuickPickItem {
  value: T;
  /** Why it cannot be chosen, where it cannot; it is shown all the same. */
  refusal?: string;
}

/** What can be chosen at one place of a series. */
export interface PickOptions<T> {
  placeholder: string;
  choices: Choice<T>[];
  /** The value that stands chosen at first. */
  preset?: T;
  /** What a typed text would be as a choice, where one may type something else. */
  typed?: (text: string) => Choice<T> | undefined;
}

/** Asks to choose one of a list, or to type something else where that is possible. */
export function pickOne<T>(place: Place, options: PickOptions<T>): Promise<Reply<T>> {
  const input = window.createQuickPick<Choice<T>>();
  input.placeholder = options.placeholder;
  input.matchOnDetail = true;
  input.items = options.choices.map(shownChoice);
  const first = firstToChoose(input.items, options.preset);
  if (first) input.activeItems = [first];
  return ask<T>(input, place, (answer) => {
    input.onDidChangeValue((text) => (input.items = withTyped(options, text)));
    input.onDidAccept(() => {
      const [chosen] = input.activeItems;
      if (chosen && chosen.refusal === undefined) answer(chosen.value);
    });
  });
}

/** What stands chosen at first: the preset, else what can be chosen first; never a heading. */
function firstToChoose<T>(items: readonly Choice<T>[], preset: T | undefined): Choice<T> | undefined {
  const choices = items.filter(({ kind }) => kind !== QuickPickItemKind.Separator);
  const found = preset === undefined ? undefined : choices.find(({ value }) => value === preset);
  return found ?? choices.find(({ refusal }) => refusal === undefined);
}

function withTyped<T>({ choices, typed }: PickOptions<T>, text: string): Choice<T>[] {
  const choice = text === '' ? undefined : typed?.(text);
  const isListed = choices.some((each) => each.value === choice?.value);
  return (choice && !isListed ? [choice, ...choices] : choices).map(shownChoice);
}

/** A choice that is refused says why. */
const shownChoice = <T>(choice: Choice<T>): Choice<T> =>
  choice.refusal === undefined ? choice : { ...choice, detail: `$(circle-slash) ${choice.refusal}` };
