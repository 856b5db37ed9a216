import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { formatBytes } from '../protocol/words';
import type { Machine } from './machine';

/* Everything that can go wrong while native TensorFlow is installed, each with what to do. */

/** An installation needs this much: the archive, what is in it, and some room. */
export const NEEDED_BYTES = 1.2e9;

/** The versions that the binding is known to work with. */
export const versionRange = { oldest: [2, 16], below: 3, pip: '>=2.16,<3' } as const;

export const noSpace = (directory: string, free: number): UserError =>
  new UserError(
    l10n.t('Native TensorFlow needs 1.2 GB, and the disk of {0} has {1}.', directory, formatBytes(free)),
    l10n.t('Make room there and install it again.'),
  );

/** @param reasons why each source has none, a sentence each */
export const nothingFound = ({ wheel }: Machine, reasons: string[]): UserError =>
  new UserError(
    l10n.t('The libraries of TensorFlow could not be had. {0}', reasons.join(' ')),
    l10n.t(
      'Check the network, or fetch them elsewhere with "{0}" and install from that folder.',
      `pip download --no-deps --only-binary=:all: --platform ${wheel.tags.at(-1)!} --python-version 312 ${wheel.project}`,
    ),
  );

export const nothingInFolder = (folder: string, { libraries, wheel }: Machine): UserError =>
  new UserError(
    l10n.t('{0} has no TensorFlow for this machine.', folder),
    l10n.t(
      'Name a folder with {0}, with a wheel of {1}, or with a jar of tensorflow-core-native.',
      libraries.join(l10n.t(' and ')),
      wheel.project,
    ),
  );

export const downloadBrokeOff = (bytes: number, reason: string): UserError =>
  new UserError(
    l10n.t('The download broke off after {0}: {1}.', formatBytes(bytes), reason),
    l10n.t('Install it again when the network is back; it goes on from there.'),
  );

export const downloadDamaged = (name: string): UserError =>
  new UserError(
    l10n.t('{0} arrived damaged: its SHA-256 is not the one that its registry states.', name),
    l10n.t('It was thrown away. Install it again.'),
  );

export const archiveDamaged = (path: string, detail: string): UserError =>
  new UserError(l10n.t('{0} is damaged: {1}.', path, detail), l10n.t('Fetch it again and install it again.'));

export const libraryDamaged = (path: string): UserError =>
  new UserError(
    l10n.t('{0} is not the file that was installed with TensorFlow: its SHA-256 or its size differs.', path),
    l10n.t('Install that TensorFlow again, or install from another folder.'),
  );

export const libraryWrong = (path: string, found: string | undefined, machine: string): UserError =>
  new UserError(
    found
      ? l10n.t('{0} is for {1}, and this machine is {2}.', path, found, machine)
      : l10n.t('{0} is no shared library.', path),
    l10n.t('Install from a folder with the libraries for this machine.'),
  );

export const libraryCutOff = (path: string): UserError =>
  new UserError(
    l10n.t('{0} is not whole: its end is missing.', path),
    l10n.t('Fetch it again, or install from another folder.'),
  );

export const anotherVersion = (version: string): UserError =>
  new UserError(
    l10n.t('This is TensorFlow {0}, and Unroll works with 2.16 and newer ones before 3.', version),
    l10n.t('Install from a folder with another version, or without a folder: then a fitting one is fetched.'),
  );

export const noCompiler = (): UserError =>
  new UserError(
    l10n.t('The binding of TensorFlow must be compiled here, and there is no C++ compiler (c++, g++, clang++ or zig).'),
    l10n.t('Install one, such as the package g++, or the Command Line Tools of macOS, and install it again.'),
  );

/** @param reasons what each compiler said */
export const notCompiled = (reasons: string[]): UserError =>
  new UserError(
    l10n.t('The binding of TensorFlow could not be compiled. {0}', reasons.join(' ')),
    l10n.t('Where a library is named, install from another folder; else name another C++ compiler in CXX.'),
  );

export const alreadyInstalling = (processId: number): UserError =>
  new UserError(
    l10n.t('Native TensorFlow is being installed already, by process {0}.', processId),
    l10n.t('Wait for it, or end it first.'),
  );

export const cancelled = (): UserError =>
  new UserError(
    l10n.t('The installation was cancelled; nothing of it is in use.'),
    l10n.t('What was downloaded is kept: install it again to go on from there.'),
  );

/** The trial's process died. */
export const crashed = (how: string, lastWords: string): UserError =>
  new UserError(
    l10n.t('Native TensorFlow crashed while it was tried ({0}). {1}', how, lastWords).trim(),
    l10n.t('It was not installed, and the embedded engine goes on. Try another version of TensorFlow from a folder.'),
  );

/** The trial said why it does not work. */
export function notWorking(reason: string): UserError {
  const message = l10n.t('Native TensorFlow was tried and does not work here: {0}', reason);
  return new UserError(message, remedyFor(reason));
}

function remedyFor(reason: string): string {
  if (/GLIBC|GLIBCXX|libc\.so|ld-linux/.test(reason))
    return l10n.t('Its libraries were made for another C library than this machine has: take an older TensorFlow.');
  if (/undefined symbol|symbol not found/i.test(reason))
    return l10n.t(
      'Its libraries are of another TensorFlow than the binding was made for: take one between 2.16 and 3.',
    );
  if (/invalid ELF|file too short|mach-o|truncated|cannot open shared object/i.test(reason))
    return l10n.t('One of its libraries is damaged or missing: install it again, or from another folder.');
  return l10n.t('It was not installed, and the embedded engine goes on. Report this with the words above.');
}
