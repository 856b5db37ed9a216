import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import type { Command } from './command';
import { baselinesCommand } from './commands/baselinesCommand';
import { checkCellCommand } from './commands/checkCellCommand';
import { checkCommand } from './commands/checkCommand';
import { demoCommand } from './commands/demoCommand';
import { installTensorflowCommand } from './commands/installTensorflowCommand';
import { lookBackCommand } from './commands/lookBackCommand';
import { resumeCommand } from './commands/resumeCommand';
import { runsCommand } from './commands/runsCommand';
import { sampleCommand } from './commands/sampleCommand';
import { traceCommand } from './commands/traceCommand';
import { trainCommand } from './commands/trainCommand';
import { commandHelp, generalHelp } from './help';
import { nearest } from '../protocol/nearest';
import { Interruption, interruptedStatus } from './interruption';
import { isReaderGone } from './outputStream';
import { programName } from './packageRoot';
import { parseCommand } from './parseCommand';
import { readableTerminal } from './readableTerminal';
import type { Terminal } from './terminal';
import { version } from './version';

/** Every command, in the order of the help. */
export const commands = (): Command[] => [
  trainCommand(),
  resumeCommand(),
  runsCommand(),
  sampleCommand(),
  traceCommand(),
  lookBackCommand(),
  checkCommand(),
  checkCellCommand(),
  baselinesCommand(),
  installTensorflowCommand(),
  demoCommand(),
];

/** The exit status where whoever read the output has read enough, as shells have it of a program ended by SIGPIPE. */
const READER_GONE = 141;

/**
 * Runs what a person typed.
 * @param argv the words after the program's name
 * @returns the exit status: 0, 1 after an error, which stands on standard error, or 141 where nobody reads any more
 */
export async function runCommandLine(argv: string[], given: Terminal): Promise<number> {
  const terminal = readableTerminal(given);
  try {
    return await run(argv, terminal);
  } catch (error) {
    if (isReaderGone(error)) return READER_GONE;
    if (error instanceof Interruption) return interruptedStatus(terminal.interrupted);
    terminal.err(`${textOf(error)}\n`);
    return 1;
  }
}

async function run([name = '--help', ...rest]: string[], terminal: Terminal): Promise<number> {
  if (name === '--version' || name === '-v') return say(terminal, `${version}\n`, rest);
  if (name === '--help' || name === '-h' || name === 'help') return help(rest, terminal);
  const command = named(name);
  if (rest.includes('--help') || rest.includes('-h')) return say(terminal, commandHelp(command));
  const status = await command.run(parseCommand(command, rest), terminal);
  if (!command.isMoreThanOutput) await terminal.flushed();
  return status;
}

/** Of everything, or of the command that is named. */
function help([name, ...rest]: string[], terminal: Terminal): Promise<number> {
  return say(terminal, name === undefined ? generalHelp(commands()) : commandHelp(named(name)), rest);
}

/** @throws UserError where there is no such command */
function named(name: string): Command {
  const command = commands().find((each) => each.name === name);
  if (command) return command;
  throw isUnknown(name);
}

/** @param surplus words that nothing can be made of */
async function say(terminal: Terminal, text: string, surplus: string[] = []): Promise<number> {
  if (surplus.length > 0) throw hasNoUse(surplus[0]!);
  terminal.out(text);
  await terminal.flushed();
  return 0;
}

/** A person's error in two lines; a bug with its stack. */
function textOf(error: unknown): string {
  if (error instanceof UserError) return `${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const hasNoUse = (word: string): UserError =>
  new UserError(
    l10n.t('There is no use for {0} here.', JSON.stringify(word)),
    l10n.t('{0} lists all commands.', `${programName()} --help`),
  );

function isUnknown(name: string): UserError {
  const meant = nearest(
    name,
    commands().map((command) => command.name),
  );
  const help = l10n.t('{0} lists them all.', `${programName()} --help`);
  return new UserError(
    name.startsWith('-') ? l10n.t('There is no flag {0}.', name) : l10n.t('There is no command "{0}".', name),
    meant ? l10n.t('Did you mean "{0}"? {1}', meant, help) : help,
  );
}
