import { fork, type ChildProcess } from 'node:child_process';
import type { Answered, Asked } from './asked';

/** Why no answer came. */
export interface NoAnswer {
  fault: string;
}

/** Another process that carries out commands; it is begun anew after it has died or stood still. */
export class CommandProcess {
  private child: ChildProcess | undefined;

  /** @param script the bundle of refuseProcess.ts @param limitMs after which an answer is waited for no more */
  constructor(
    private readonly script: string,
    private readonly limitMs: number,
  ) {}

  async ask(asked: Asked): Promise<Answered | NoAnswer> {
    const child = (this.child ??= fork(this.script, [], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
    let lastWords = '';
    const listen = (said: Buffer): void => void (lastWords = (lastWords + said.toString()).slice(-2000));
    child.stderr?.on('data', listen);
    let timer: NodeJS.Timeout | undefined;
    const answer = await new Promise<Answered | NoAnswer>((resolve) => {
      timer = setTimeout(() => resolve({ fault: `no answer within ${this.limitMs} ms` }), this.limitMs);
      child.once('message', (answered) => resolve(answered as Answered));
      child.once('exit', (code, signal) => resolve({ fault: `the process ended (${code ?? signal}): ${lastWords}` }));
      child.send(asked);
    });
    clearTimeout(timer);
    child.removeAllListeners();
    child.stderr?.off('data', listen);
    if ('fault' in answer) this.end();
    return answer;
  }

  end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}
