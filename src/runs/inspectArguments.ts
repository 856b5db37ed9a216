/** Names processes and the ports where a debugger finds them: `trainer:9230`, or `trainer:9230,inspector:9231`. */
export const inspectVariable = 'UNROLL_INSPECT';

/** A process that a debugger can be attached to. */
export type InspectedProcess = 'trainer' | 'inspector';

/** The arguments that let Node wait for a debugger at the port that the variable names for a process; none otherwise. */
export function inspectArguments(name: InspectedProcess, wish = process.env[inspectVariable] ?? ''): string[] {
  const ports = wish.split(',').map((part) => /^\s*([a-z]+)\s*:\s*(\d{1,5})\s*$/.exec(part));
  const port = Number(ports.find((found) => found?.[1] === name)?.[2] ?? NaN);
  return port > 0 && port < 65536 ? [`--inspect=127.0.0.1:${port}`] : [];
}
