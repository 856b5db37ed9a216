import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Greeting, PeerMethods } from './peers/messages';

const wordsKept = 2000;

/** A long-lived process that is measured: it does nothing but answer, one request at a time. */
export class Peer<Methods extends { [M in keyof Methods]: (params: never) => unknown } = PeerMethods> {
  private readonly answers: AsyncIterator<string>;
  private lastWords = '';
  greeting: { name: string; instructions?: string } = { name: '' };

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.on('error', () => undefined); // a process that has ended is noticed when it does not answer
    child.stderr.on('data', (words: Buffer) => {
      this.lastWords = (this.lastWords + words.toString()).slice(-wordsKept);
    });
  }

  /** Starts a process. @returns it, or why it cannot be measured */
  static async start<Methods extends { [M in keyof Methods]: (params: never) => unknown } = PeerMethods>(
    command: string,
    parameters: string[],
  ): Promise<Peer<Methods> | { absent: string }> {
    const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
    const failed = once(child, 'error').then(([error]) => ({ absent: (error as Error).message }));
    const peer = new Peer<Methods>(child);
    const greeting = await Promise.race([failed, peer.next() as Promise<Greeting>]).catch((error: Error) => ({
      absent: error.message,
    }));
    if ('ready' in greeting) {
      peer.greeting = greeting.ready;
      return peer;
    }
    await peer.end();
    return greeting;
  }

  /** Asks for something and waits for the answer. */
  async ask<M extends keyof Methods & string>(
    method: M,
    params: Parameters<Methods[M]>[0],
  ): Promise<ReturnType<Methods[M]>> {
    this.child.stdin.write(`${JSON.stringify({ method, params })}\n`);
    return (await this.next()) as ReturnType<Methods[M]>;
  }

  /** Ends the process: by its input's end, and if that is not enough, by force. */
  async end(): Promise<void> {
    const { child } = this;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.stdin.end();
    const force = setTimeout(() => child.kill('SIGKILL'), 2000);
    await exit;
    clearTimeout(force);
  }

  private async next(): Promise<unknown> {
    const { value, done } = await this.answers.next();
    if (done) throw new Error(this.lastWords.trim().split('\n').at(-1) ?? 'ended without a word');
    return JSON.parse(value);
  }
}
