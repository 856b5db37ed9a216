import { window } from 'vscode';
import { ask, type Place, type Reply } from './place';

/** A line to be typed at one place of a series. */
export interface TypeOptions {
  prompt: string;
  preset: string;
  /** What is wrong with a text, if anything. */
  problem: (text: string) => string | undefined;
}

/** Asks to type a line, and says at once what is wrong with it. */
export function typeIn(place: Place, options: TypeOptions): Promise<Reply<string>> {
  const input = window.createInputBox();
  input.prompt = options.prompt;
  input.value = options.preset;
  const check = (): void => void (input.validationMessage = options.problem(input.value));
  return ask<string>(input, place, (answer) => {
    input.onDidChangeValue(check);
    input.onDidAccept(() => {
      check();
      if (!input.validationMessage) answer(input.value);
    });
  });
}
