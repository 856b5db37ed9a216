import * as z from 'zod';

/** A whole number from 1 on. @param example where it has no default to show */
export const count = (description: string, example?: number) =>
  z
    .int()
    .positive()
    .meta({ description, ...(example === undefined ? {} : { examples: [example] }) });
/** A number from 0 to 1. */
export const share = z.number().min(0).max(1);
/** A number from 0 to less than 1. */
export const belowOne = z.number().min(0).lt(1);
