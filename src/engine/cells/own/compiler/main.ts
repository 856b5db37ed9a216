import { readFileSync } from 'node:fs';
import type { Question } from './callEsbuild';
import { runEsbuild } from './runEsbuild';

/* The program that compiles one cell: what is asked comes by standard input, and what esbuild says goes out as JSON. */
const { files, parameters } = JSON.parse(readFileSync(0, 'utf8')) as Question;
process.stdout.write(JSON.stringify(runEsbuild(new Map(files), parameters)));
