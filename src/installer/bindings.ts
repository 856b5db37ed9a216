import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { tensorflowFiles } from '../protocol/tensorflow';
import { checkCancelled, type Installation } from './installation';
import { noCompiler, notCompiled } from './problems';
import { firstError, runProgram } from './runProgram';

/** The two add-ons: the binding of TensorFlow, and what sets standard error aside while it loads. */
export const addons = [tensorflowFiles.binding, tensorflowFiles.standardError] as const;

/** A way to come by the add-ons. */
export type MakeAddons = (to: string, installation: Installation) => Promise<void>;

/** Those that the package has for this machine; undefined where it has none. @param parts what the extension carries */
export async function prebuiltAddons(parts: string, machine: string): Promise<MakeAddons | undefined> {
  const folder = join(parts, 'prebuilt');
  const platform = await readFile(join(folder, 'platform'), 'utf8').catch(() => '');
  if (platform.trim() !== machine) return undefined;
  return async (to) => {
    for (const name of addons) await copyFile(join(folder, name), join(to, name));
  };
}

/** Compiles them with a C++ compiler of this machine, against the libraries in the same folder. */
export const compiledAddons =
  (parts: string): MakeAddons =>
  async (to, installation) => {
    installation.tell({ stage: 'building', sentence: l10n.t('Compiling the binding') });
    const reasons: string[] = [];
    for (const compiler of await compilersOf(installation)) {
      const reason = await compileWith(compiler, join(parts, 'source'), to, installation);
      checkCancelled(installation);
      if (reason === undefined) return;
      reasons.push(l10n.t('{0}: {1}.', compiler.join(' '), reason));
    }
    throw reasons.length > 0 ? notCompiled(reasons) : noCompiler();
  };

/** Those that answer, of $CXX, c++, g++, clang++ and zig in this order. */
async function compilersOf(installation: Installation): Promise<string[][]> {
  const named = installation.environment['CXX']?.trim().split(/\s+/) ?? [];
  const all = [...(named[0] ? [named] : []), ['c++'], ['g++'], ['clang++'], ['zig', 'c++']];
  const answers = await Promise.all(all.map((compiler) => runProgram([...compiler, '--version'], installation)));
  return all.filter((_, i) => answers[i]!.status === 0);
}

/** @returns why it fails, if it does */
async function compileWith(
  compiler: string[],
  source: string,
  to: string,
  installation: Installation,
): Promise<string | undefined> {
  const { libraries } = installation.machine;
  const sources = {
    [tensorflowFiles.binding]: ['tfjs_backend.cc', 'tfjs_binding.cc'],
    [tensorflowFiles.standardError]: ['standardError.cc'],
  };
  for (const [name, files] of Object.entries(sources)) {
    const linked = name === tensorflowFiles.binding ? libraries.map((library) => join(to, library)) : [];
    const command = [...compiler, ...compileFlags(installation.machine.name, source)];
    const all = [...command, ...files.map((file) => join(source, file)), ...linked, '-o', join(to, name)];
    const ended = await runProgram(all, { ...installation, cwd: to });
    if (ended.status !== 0) return firstError(ended);
  }
  return undefined;
}

/**
 * The symbols of Node-API are found when the add-on is loaded; the libraries in the add-on's folder.
 * @param machine such as linux-x64
 */
export function compileFlags(machine: string, source: string): string[] {
  const isMac = machine.startsWith('darwin');
  return [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', '-fvisibility=hidden', '-DNAPI_VERSION=8', `-I${source}`],
    ...(isMac ? ['-Wl,-undefined,dynamic_lookup', '-Wl,-rpath,@loader_path'] : ['-Wl,-rpath,$ORIGIN']),
  ];
}
