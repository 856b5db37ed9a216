import type { Layer } from '../../protocol/experiment';
import type { KernelPass } from '../kernels/pass';
import type { SavedState } from '../weights/savedState';

/** The state that the next window of a pass begins with, layer by layer; a copy. */
export const saveState = (pass: KernelPass, layers: Layer[]): SavedState[] =>
  layers.map(({ units }, k) => {
    const { h, c } = pass.stateAfter(k, 0);
    const shape = [pass.batch, units];
    return { h: { shape, data: h }, c: c && { shape, data: c } };
  });

/** Lets the next window of a pass begin with a state. */
export function loadState(pass: KernelPass, state: SavedState[]): void {
  state.forEach(({ h, c }, k) => pass.setState(k, h.data as Float32Array, c?.data as Float32Array | undefined));
}
