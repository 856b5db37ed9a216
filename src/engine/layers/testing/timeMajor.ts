/**
 * The same symbols in another order: from lane by lane, [batch * time], to time step by time step, [time * batch],
 * as the model reads them.
 */
export function timeMajor(laneMajor: Int32Array, batch: number): Int32Array {
  const time = laneMajor.length / batch;
  const symbols = new Int32Array(laneMajor.length);
  for (let lane = 0; lane < batch; lane++)
    for (let t = 0; t < time; t++) symbols[t * batch + lane] = laneMajor[lane * time + t]!;
  return symbols;
}
