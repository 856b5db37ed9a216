import type { Cell } from './cell';
import { gruAfter } from './gruAfter';
import { gruBefore } from './gruBefore';
import type { Update } from './gruMixture';

/**
 * Gated recurrent unit, gates in PyTorch's order r, z, n (reset, update, candidate).
 * @param reset where the reset gate acts: after the product with W_hh (torch.nn.GRU) or before it (Cho et al. 2014)
 * @param update keep: h' = z h + (1 - z) n (torch.nn.GRU); replace: h' = (1 - z) h + z n
 */
export const gru = (reset: 'after' | 'before', update: Update): Cell =>
  reset === 'after' ? gruAfter(update) : gruBefore(update);
