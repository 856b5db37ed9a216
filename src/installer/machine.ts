import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';

/** What native TensorFlow is on this kind of machine. */
export interface Machine {
  /** As in `process.platform` and `process.arch`, such as linux-x64. */
  name: string;
  /** The shared libraries that the binding needs; all others stay in the archive. */
  libraries: readonly [compute: string, framework: string];
  /** The Python package that has them, and the platforms that pip knows it by. */
  wheel: { project: string; tags: readonly string[] };
  /** What Maven calls the platform. */
  classifier: string;
}

const linux = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;
const macos = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'] as const;

const machines: Record<string, Omit<Machine, 'name'>> = {
  'linux-x64': {
    libraries: linux,
    wheel: { project: 'tensorflow-cpu', tags: ['manylinux_2_17_x86_64', 'manylinux_2_27_x86_64'] },
    classifier: 'linux-x86_64',
  },
  'linux-arm64': {
    libraries: linux,
    wheel: { project: 'tensorflow', tags: ['manylinux_2_17_aarch64', 'manylinux_2_27_aarch64'] },
    classifier: 'linux-arm64',
  },
  'darwin-arm64': {
    libraries: macos,
    wheel: { project: 'tensorflow', tags: ['macosx_12_0_arm64'] },
    classifier: 'macosx-arm64',
  },
};

/** The oldest C library that the libraries work with. */
const OLDEST_GLIBC = 27;

/**
 * What native TensorFlow is on this machine.
 * @param glibc version of the GNU C library of this process, such as 2.36; undefined where it is another one
 * @throws UserError where there is none
 */
export function machineOf(name: string, glibc: string | undefined): Machine {
  const known = machines[name];
  if (!known) throw noneFor(name);
  if (name.startsWith('linux') && !(Number(glibc?.split('.')[1]) >= OLDEST_GLIBC)) throw anotherCLibrary(glibc);
  return { name, ...known };
}

/** The machine of this process. */
export const thisMachine = (): Machine => machineOf(`${process.platform}-${process.arch}`, glibcVersion());

function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

const noneFor = (name: string): UserError =>
  new UserError(
    l10n.t('There is no native TensorFlow for this machine ({0}).', name),
    l10n.t('There is for {0}. The embedded engine computes here.', Object.keys(machines).join(', ')),
  );

const anotherCLibrary = (glibc: string | undefined): UserError =>
  new UserError(
    glibc
      ? l10n.t(
          'Native TensorFlow needs the GNU C library 2.{0} or newer, and this machine has {1}.',
          OLDEST_GLIBC,
          glibc,
        )
      : l10n.t('Native TensorFlow needs the GNU C library, and this machine has another one.'),
    l10n.t('The embedded engine computes here; for native TensorFlow take a newer or another Linux.'),
  );
