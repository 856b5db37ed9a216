/** Brain floats (the upper half of a float32) as float32. */
export function widenBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** IEEE half floats as float32. */
export function widenFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    return (half & 0x8000 ? -1 : 1) * magnitude(exponent, fraction);
  });
}

function magnitude(exponent: number, fraction: number): number {
  if (exponent === 0) return fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : Infinity;
  return (1 + fraction / 1024) * 2 ** (exponent - 15);
}
