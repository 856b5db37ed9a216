import { disk } from './disk';
import { hostile } from './hostile';
import { kill } from './kill';
import type { TorturePart } from './part';
import { refuse } from './refuse';
import { soak } from './soak';

/** All parts, in the order in which they run. */
export const parts: TorturePart[] = [kill, disk, refuse, hostile, soak];
