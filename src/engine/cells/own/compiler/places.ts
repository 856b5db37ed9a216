import type { SourceMap } from 'node:module';

/** A place in a file of a person's cell. */
export interface Spot {
  /** The file, relative to the cell's folder. */
  name: string;
  /** From 1. */
  line?: number;
}

const maps = new Map<string, SourceMap>();
let scripts = 0;

/** A name of its own for a compiled cell, by which its places are found in the stack of an error. */
export function newScript(file: string, map: SourceMap): string {
  const script = `${file}#${++scripts}`;
  maps.set(script, map);
  return script;
}

/** Forgets a compiled cell. */
export const forgetScript = (script: string): boolean => maps.delete(script);

/** The innermost place of a person's file in the stack of an error. */
export function placeIn(stack: string): Spot | undefined {
  for (const frame of stack.split('\n'))
    for (const [script, map] of maps) {
      const [, line, column] = frame.slice(frame.indexOf(`${script}:`) + script.length).match(/^:(\d+):(\d+)/) ?? [];
      if (line === undefined || !frame.includes(`${script}:`)) continue;
      const { originalSource, originalLine } = map.findEntry(Number(line) - 1, Number(column) - 1) as Partial<Found>;
      if (originalSource !== undefined) return { name: originalSource, line: originalLine! + 1 };
    }
  return undefined;
}

interface Found {
  originalSource: string;
  originalLine: number;
}
