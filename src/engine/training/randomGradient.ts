import type { Random } from '../weights/random';

/**
 * A gradient of random direction, all directions alike: normal numbers have none that they prefer.
 * @param norm its L2 norm
 * @see Goodfellow, Bengio, Courville 2016, section 10.11.1
 */
export function randomGradient(size: number, norm: number, random: Random): Float32Array {
  const drawn = Float64Array.from({ length: size }, () => random.normal());
  const scale = norm / Math.sqrt(drawn.reduce((sum, each) => sum + each * each, 0));
  return Float32Array.from(drawn, (each) => each * scale);
}
