#!/usr/bin/env node
import { needsSupervisor } from './supervision/needsSupervisor';

// The exit status is set, not forced: what is on its way to a pipe still arrives.
void run(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});

async function run(argv: string[]): Promise<number> {
  if (needsSupervisor(argv)) return (await import('./supervision/supervise')).supervise(argv);
  const { allowOwnCells } = await import('../engine/cells/own/allowOwnCells');
  const { runCommandLine } = await import('./commandLine');
  const { processTerminal } = await import('./processTerminal');
  allowOwnCells(); // who types a command trusts the files that it names
  return runCommandLine(argv, processTerminal());
}
