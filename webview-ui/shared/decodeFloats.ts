interface Base64Reader {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}

/** Little-endian float32 numbers in base64, as processes send them. */
export function decodeFloats(text: string): Float32Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as Base64Reader; // of the newest browsers only
  const bytes = fromBase64 === undefined ? decoded(text) : fromBase64.call(Uint8Array, text);
  return new Float32Array(bytes.buffer, 0, bytes.length >> 2);
}

function decoded(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let index = 0; index < letters.length; index++) bytes[index] = letters.charCodeAt(index);
  return bytes;
}
