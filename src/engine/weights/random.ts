/** The whole state of a generator: four whole numbers of 32 bits. */
export type RandomState = [number, number, number, number];

/** Random numbers that a seed determines: xoshiro128** of Blackman and Vigna, seeded through splitmix32. */
export class Random {
  private constructor(private readonly words: Uint32Array) {}

  /** @param seed a whole number from 0 to 2^32 - 1 */
  static fromSeed(seed: number): Random {
    let state = seed >>> 0;
    return new Random(Uint32Array.from({ length: 4 }, () => splitmix((state = (state + 0x9e3779b9) >>> 0))));
  }

  static fromState(state: RandomState): Random {
    return new Random(Uint32Array.from(state));
  }

  get state(): RandomState {
    return [...this.words] as RandomState;
  }

  /** A whole number from 0 to 2^32 - 1. @see https://prng.di.unimi.it/xoshiro128starstar.c */
  nextUint32(): number {
    const { words } = this;
    const s1 = words[1]!;
    const third = words[2]! ^ words[0]!;
    const fourth = words[3]! ^ s1;
    words[0]! ^= fourth;
    words[1] = s1 ^ third;
    words[2] = third ^ (s1 << 9);
    words[3] = rotate(fourth, 11);
    return Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
  }

  /** Evenly from [0, 1), 53 bits. */
  uniform(): number {
    return ((this.nextUint32() >>> 5) * 2 ** 26 + (this.nextUint32() >>> 6)) / 2 ** 53;
  }

  /** From the standard normal distribution (Box, Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** The finaliser of splitmix32: neighbouring seeds give unrelated states. */
function splitmix(z: number): number {
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
