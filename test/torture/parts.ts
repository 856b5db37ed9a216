import { disk } from './disk';
import { kill } from './kill';
import type { TorturePart } from './part';
import { soak } from './soak';

/** All parts, in the order in which they run. */
export const parts: TorturePart[] = [kill, disk, soak];
