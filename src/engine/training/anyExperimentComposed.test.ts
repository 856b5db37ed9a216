import { nativeTargets } from '../model/testing/targets';
import { trainAny } from './testing/trainAny';

for (const target of ['reference', ...nativeTargets] as const) trainAny(target, 30);
