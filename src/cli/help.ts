import * as l10n from '@vscode/l10n';
import type { Command, Flag } from './command';
import { programName } from './packageRoot';

/** The help without a command. */
export function generalHelp(commands: Command[]): string {
  const lines = commands.map((command) => [operandText(command), command.summary] as const);
  return [
    l10n.t('Unroll, a laboratory for recurrent networks.'),
    '',
    l10n.t('Usage: {0} COMMAND', programName()),
    '',
    table([...lines, ['--help, --version', '']]),
    '',
    l10n.t('{0} says which flags a command has.', `${programName()} COMMAND --help`),
    '',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const flags = Object.entries(command.flags).flatMap(([name, flag]) => flagRows(name, flag));
  const usage = l10n.t('Usage: {0}', `${programName()} ${operandText(command)}${flags.length > 0 ? ' [FLAGS]' : ''}`);
  return [command.summary, '', usage, ...(flags.length > 0 ? ['', table(flags)] : []), ''].join('\n');
}

/** A row for the flag, and one for each of its choices. */
function flagRows(name: string, { value, summary, choices = {} }: Flag): [string, string][] {
  const width = Math.max(0, ...Object.keys(choices).map((choice) => choice.length)) + 2;
  const rows = Object.entries(choices).map(([choice, meaning]): [string, string] => [
    '',
    `  ${choice.padEnd(width)}${meaning}`,
  ]);
  return [[value ? `--${name} ${value}` : `--${name}`, summary], ...rows];
}

function operandText({ name, operand, isOperandOptional }: Command): string {
  if (!operand) return name;
  return isOperandOptional ? `${name} [${operand}]` : `${name} ${operand}`;
}

function table(rows: (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`.trimEnd()).join('\n');
}
