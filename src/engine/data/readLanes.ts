/**
 * Reads a text in lanes side by side: row t * lanes + lane is time step t of a lane.
 * @param text from where the first lane is read on
 * @param laneLength symbols from the beginning of one lane to that of the next
 * @param into [time * lanes]
 */
export function readLanes(text: Int32Array, laneLength: number, lanes: number, into: Int32Array): void {
  const time = into.length / lanes;
  for (let lane = 0; lane < lanes; lane++) {
    const start = lane * laneLength;
    for (let t = 0, to = lane; t < time; t++, to += lanes) into[to] = text[start + t]!;
  }
}
