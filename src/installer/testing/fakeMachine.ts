import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstallerProgress, TensorflowManifest } from '../../protocol/tensorflow';
import type { Installation } from '../installation';
import { installTensorflow, type InstallerTools } from '../installTensorflow';
import { machineOf } from '../machine';
import { zipOf } from './zip';

export const machine = machineOf('linux-x64', '2.36');
const [compute, framework] = machine.libraries;

/** The first bytes of a shared library for a processor (62: x64), and then some. */
export function library(content: string, processor = 62): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32BE(0x7f454c46, 0);
  header.writeUInt16LE(processor, 18);
  return Buffer.concat([header, Buffer.from(content)]);
}

/** SHA-256 in hexadecimal. */
export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

export const libraries = { [compute]: library('compute'), [framework]: library('framework') };
export const wheelName = 'tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl';

/** A wheel with the libraries and its list of sums. @param damage changes a library after the sums were taken */
export function wheelOf(files: Record<string, Buffer> = libraries, damage: Record<string, Buffer> = {}): Buffer {
  const inside = Object.fromEntries(Object.entries(files).map(([name, each]) => [`tensorflow/${name}`, each]));
  const rows = Object.entries(inside).map(
    ([name, each]) => `${name},sha256=${createHash('sha256').update(each).digest('base64url')},${each.length}\n`,
  );
  const damaged = Object.fromEntries(Object.entries(damage).map(([name, each]) => [`tensorflow/${name}`, each]));
  const record = { 'tensorflow_cpu-2.21.0.dist-info/RECORD': Buffer.from(rows.join('')) };
  return zipOf({ ...inside, ...damaged, ...record });
}

/** Folders, programs and a server of a machine that has only what a test gives it. */
export class FakeMachine {
  readonly told: InstallerProgress[] = [];
  readonly requests: { url: string; range?: string }[] = [];
  readonly controller = new AbortController();
  private server?: Server;

  private constructor(readonly home: string) {}

  static async make(): Promise<FakeMachine> {
    const fake = new FakeMachine(await mkdtemp(join(tmpdir(), 'unroll-install-')));
    for (const name of ['bin', 'directory', 'parts/source', 'folder']) await mkdir(fake.at(name), { recursive: true });
    return fake;
  }

  at(...names: string[]): string {
    return join(this.home, ...names);
  }

  get installed(): string {
    return this.at('directory', 'installed');
  }

  /** Puts a program on the path, written for the shell. */
  async program(name: string, script: string): Promise<void> {
    await writeFile(this.at('bin', name), `#!/bin/sh\n${script}\n`);
    await chmod(this.at('bin', name), 0o755);
  }

  /** A C++ compiler that writes the name of its first source into the file that it is to make. */
  compiler(): Promise<void> {
    const script = `[ "$1" = --version ] && exit 0
while [ "$1" != -o ]; do case "$1" in *.cc) s=$1;; esac; shift; done; echo "$s" > "$2"`;
    return this.program('c++', script);
  }

  /** A pip that reports a wheel at an address, and whose own download fails. */
  async pip(url: string, wheelSha256: string): Promise<void> {
    const report = { install: [{ download_info: { url, archive_info: { hashes: { sha256: wheelSha256 } } } }] };
    await writeFile(this.at('report.json'), JSON.stringify(report));
    await this.program('python3', pipScript(`/bin/cat '${this.at('report.json')}'`));
  }

  /** Serves on this machine alone. @returns the address of a file */
  async serve(listener: RequestListener): Promise<string> {
    this.server = createServer((request, response) => {
      this.requests.push({ url: request.url ?? '', range: request.headers.range });
      listener(request, response);
    });
    await new Promise<void>((done) => this.server!.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${wheelName}`;
  }

  /** Installs; the trial says that it is TensorFlow 2.21.0 unless the tools say otherwise. */
  install(options: Partial<Installation> = {}, tools: Partial<InstallerTools> = {}): Promise<TensorflowManifest> {
    const installation: Installation = {
      machine,
      directory: this.at('directory'),
      signal: this.controller.signal,
      environment: { PATH: this.at('bin') },
      tell: (progress) => this.told.push(progress),
      ...options,
    };
    const all = { parts: this.at('parts'), tryOut: async () => '2.21.0', freeBytes: async () => 2e9, ...tools };
    return installTensorflow(installation, all);
  }

  async end(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => (this.server ? this.server.close(done) : done(undefined)));
    await rm(this.home, { recursive: true });
  }
}

/** python3 with pip: answers --version and install --report; has no TensorFlow and cannot download. */
const pipScript = (report: string): string => `case "$*" in
  *--version) echo pip 23 ;;
  *--report*) ${report} ;;
  *download*) echo "ERROR: no way to the index." >&2; exit 1 ;;
  *) exit 0 ;;
esac`;
