#!/usr/bin/env node
import { allowOwnCells } from '../engine/cells/own/allowOwnCells';
import { runCommandLine } from './commandLine';
import { processTerminal } from './processTerminal';

allowOwnCells(); // who types a command trusts the files that it names
// The exit status is set, not forced: what is on its way to a pipe still arrives.
void runCommandLine(process.argv.slice(2), processTerminal()).then((status) => {
  process.exitCode = status;
});
