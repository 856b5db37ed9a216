/* A person's cell is code: it is compiled and run in the session's and the inspector's processes alone. */

let isAllowed = false;

/** Lets cells of the person's own run in this process from now on: the workspace is trusted. */
export function allowOwnCells(): void {
  isAllowed = true;
}

/** Whether they may. */
export const mayRunOwnCells = (): boolean => isAllowed;
