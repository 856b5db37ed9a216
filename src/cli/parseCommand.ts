import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import type { Command, CommandInput } from './command';
import { FlagValues } from './flagValues';
import { nearest } from '../protocol/nearest';
import { programName } from './packageRoot';

/**
 * Reads what stands after the name of a command.
 * @throws UserError for an unknown flag, a missing value, and operands too many or too few
 */
export function parseCommand(command: Command, argv: string[]): CommandInput {
  const options = Object.entries(command.flags).map(
    ([name, { value }]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }] as const,
  );
  const { values, positionals, tokens } = parseArgs({
    args: argv,
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkFlag(command, token);
  return { operand: operandOf(command, positionals), flags: new FlagValues(values) };
}

function checkFlag(command: Command, { name, rawName, value }: { name: string; rawName: string; value?: string }) {
  const flag = Object.hasOwn(command.flags, name) ? command.flags[name] : undefined;
  if (!flag) throw isUnknown(command, name, rawName);
  if (flag.value && value === undefined) throw needsValue(rawName, flag.value);
  if (!flag.value && value !== undefined) throw takesNoValue(rawName);
}

function operandOf(command: Command, positionals: string[]): string {
  const [operand = '', surplus = operand] = positionals;
  const needed = command.operand !== undefined && !command.isOperandOptional;
  if (needed && operand === '') throw needsOperand(command);
  if (positionals.length > (command.operand ? 1 : 0)) throw isSurplus(command, surplus);
  return operand;
}

const help = (command: Command) => l10n.t('{0} says what there is.', `${programName()} ${command.name} --help`);

function isUnknown(command: Command, name: string, rawName: string): UserError {
  const meant = nearest(name, Object.keys(command.flags));
  return new UserError(
    l10n.t('"{0}" has no flag {1}.', command.name, rawName),
    meant ? l10n.t('Did you mean --{0}? {1}', meant, help(command)) : help(command),
  );
}

const needsValue = (flag: string, value: string) =>
  new UserError(l10n.t('{0} needs a value.', flag), l10n.t('For example: {0}', `${flag} ${value}`));

const takesNoValue = (flag: string) =>
  new UserError(l10n.t('{0} takes no value.', flag), l10n.t('Write {0} alone.', flag));

const needsOperand = (command: Command) =>
  new UserError(
    l10n.t('"{0}" needs {1}.', command.name, command.operand!),
    l10n.t('For example: {0}', `${programName()} ${command.name} ${command.operand!}`),
  );

const isSurplus = (command: Command, word: string) =>
  new UserError(
    l10n.t('"{0}" has no use for {1}.', command.name, JSON.stringify(word)),
    l10n.t('Put a name with spaces in quotes. {0}', help(command)),
  );
