import type { FlagValues } from './flagValues';
import type { Terminal } from './terminal';

/** A flag of a command. */
export interface Flag {
  /** What stands for its value in the help; without it the flag is a switch. */
  value?: string;
  summary: string;
  /** What it may be set to, each with what that means. */
  choices?: Record<string, string>;
  /** The flag without which it means nothing. */
  needs?: string;
  /** The flag beside which it means nothing. */
  excludes?: string;
  /** Whether its value may be the empty text. */
  mayBeEmpty?: true;
}

/** A command of the command line. */
export interface Command {
  name: string;
  /** What stands for its operand in the help, if it has one. */
  operand?: string;
  isOperandOptional?: boolean;
  summary: string;
  flags: Record<string, Flag>;
  /** Whether it leaves something that is worth its while where its output cannot be written. */
  isMoreThanOutput?: true;
  /** @returns the exit status */
  run(input: CommandInput, terminal: Terminal): Promise<number>;
}

/** What the person wrote after the name of a command. */
export interface CommandInput {
  /** Empty where it was left out. */
  operand: string;
  flags: FlagValues;
}
