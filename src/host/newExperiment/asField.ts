import type { back, Reply } from '../input/place';

/** An answer as a field of all answers. */
export const asField = <K extends string, V>(key: K, reply: Reply<V>): Reply<Record<K, V>> =>
  reply === undefined || typeof reply === 'symbol'
    ? (reply as typeof back | undefined)
    : ({ [key]: reply } as Record<K, V>);
