import { allowOwnCells } from '../../../src/engine/cells/own/allowOwnCells';
import { CapturedTerminal } from '../../../src/cli/capturedTerminal';
import { runCommandLine } from '../../../src/cli/commandLine';
import type { Answered, Asked } from './asked';

/* Carries out one command of the command line after the other, so that thousands need not start a process each. */
allowOwnCells();
process.on('message', ({ argv, folder, isTty }: Asked) => {
  const terminal = new CapturedTerminal(folder, isTty);
  void runCommandLine(argv, terminal).then((status) => {
    const [out, err] = [terminal.written.slice(0, 20_000), terminal.wrong.slice(0, 20_000)];
    process.send!({ status, out, err, memory: process.resourceUsage().maxRSS * 1024 } satisfies Answered);
  });
});
process.on('disconnect', () => process.exit(0));
