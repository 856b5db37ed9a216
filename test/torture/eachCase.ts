import type { Outcome, TortureContext } from './part';

/** Does every case that is not done yet, some at a time, until the context wants to stop. A throw is a wrong case. */
export async function eachCase(
  context: TortureContext,
  atOnce: number,
  work: (index: number) => Promise<Omit<Outcome, 'case'>>,
): Promise<void> {
  let next = context.from;
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      if (index >= context.count || context.signal.aborted) return;
      if (context.outcomes.has(index)) continue;
      const outcome = await work(index).catch((error: unknown) => ({ isRight: false, words: textOf(error) }));
      if (!context.signal.aborted) context.note({ case: index, ...outcome });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const textOf = (error: unknown): string => String((error as Error | undefined)?.stack ?? error);

/** How many cases are right. */
export const rightOf = ({ outcomes }: TortureContext): number =>
  [...outcomes.values()].filter(({ isRight }) => isRight).length;

/** The sum of what each case counted under a name. */
export const sumOf = ({ outcomes }: TortureContext, name: string): number =>
  [...outcomes.values()].reduce((sum, { figures }) => sum + (figures?.[name] ?? 0), 0);
