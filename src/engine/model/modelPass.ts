import { disposePass, type WindowPass } from '../layers/window';
import type { HeadPass } from './head';

/** A forward pass of a composed model. The caller disposes (disposeModelPass). */
export interface ModelPass {
  window: WindowPass;
  head: HeadPass;
}

/** Releases a forward pass. */
export function disposeModelPass({ window, head }: ModelPass): void {
  disposePass(window);
  head.logits.dispose();
  head.tape?.dispose();
}
