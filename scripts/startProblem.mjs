/** Something that the person at the keyboard can mend: what is wrong, and what to do. Shown without a stack. */
export class StartProblem extends Error {
  /** @override */
  name = 'StartProblem';
}

/**
 * Runs a script's main function; a StartProblem ends it with its one sentence and exit status 1.
 * @param {() => Promise<number | void>} main Returns the exit status.
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof StartProblem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
