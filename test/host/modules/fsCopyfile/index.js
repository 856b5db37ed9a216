export { constants, copyFileSync } from 'node:fs';
export { copyFile, cp } from 'node:fs/promises';

/** Copy on write is what the native original is for. */
export const isCloneSupported = () => false;
