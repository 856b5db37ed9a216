import { parseArgs } from 'node:util';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import type { Command, CommandInput } from './command';
import { FlagValues } from './flagValues';
import { nearest } from '../protocol/nearest';
import { programName } from './packageRoot';

/**
 * Reads what stands after the name of a command.
 * @throws UserError for a flag that is unknown, written twice or without meaning, a missing value, and operands too many
 * or too few: nothing is passed over in silence
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
  const written = tokens.filter((token) => token.kind === 'option');
  for (const token of written) checkFlag(command, token);
  checkTogether(
    command,
    written.map(({ name }) => name),
  );
  return { operand: operandOf(command, positionals), flags: new FlagValues(values) };
}

interface WrittenFlag {
  name: string;
  rawName: string;
  value?: string;
  /** Whether the value follows "=". */
  inlineValue?: boolean;
}

function checkFlag(command: Command, { name, rawName, value, inlineValue }: WrittenFlag): void {
  const flag = Object.hasOwn(command.flags, name) ? command.flags[name] : undefined;
  if (!flag) throw isUnknown(command, name, rawName);
  if (!flag.value && value !== undefined) throw takesNoValue(rawName);
  if (!flag.value) return;
  if (value === undefined || (value === '' && !flag.mayBeEmpty)) throw needsValue(rawName, flag.value);
  if (!inlineValue && value.startsWith('--')) throw isFlagItself(rawName, flag.value, value);
}

/** Each once, and none that says nothing beside the others. */
function checkTogether(command: Command, names: string[]): void {
  names.forEach((name, at) => {
    const { needs, excludes } = command.flags[name]!;
    if (names.indexOf(name) < at) throw isTwice(command, name);
    if (needs !== undefined && !names.includes(needs)) throw lacksOther(name, needs);
    if (excludes !== undefined && names.includes(excludes)) throw isPointless(name, excludes);
  });
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

const isFlagItself = (flag: string, value: string, given: string) =>
  new UserError(
    l10n.t('{0} needs a value, and {1} looks like a flag.', flag, given),
    l10n.t('Write {0}, or {1} if that is the value.', `${flag} ${value}`, `${flag}=${given}`),
  );

const isTwice = (command: Command, name: string) =>
  new UserError(l10n.t('"{0}" is given --{1} twice.', command.name, name), l10n.t('Leave one of them out.'));

const lacksOther = (name: string, needed: string) =>
  new UserError(
    l10n.t('--{0} means nothing without --{1}.', name, needed),
    l10n.t('Add --{0}, or leave --{1} out.', needed, name),
  );

const isPointless = (name: string, other: string) =>
  new UserError(l10n.t('--{0} means nothing beside --{1}.', name, other), l10n.t('Leave one of them out.'));

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
