#!/usr/bin/env node
import { runCommandLine } from './commandLine';
import { processTerminal } from './processTerminal';

// The exit status is set, not forced: what is on its way to a pipe still arrives.
void runCommandLine(process.argv.slice(2), processTerminal()).then((status) => {
  process.exitCode = status;
});
