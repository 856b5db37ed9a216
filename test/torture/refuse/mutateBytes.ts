import fc from 'fast-check';

/** A change of a file's bytes, as programs, disks and people make them. Places are shares of the file. */
export type ByteChange = (bytes: Buffer) => Buffer;

const share = fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true });
const placeIn = (bytes: Buffer, part: number): number => Math.floor(part * bytes.length);

const cut = share.map(
  (part): ByteChange =>
    (bytes) =>
      bytes.subarray(0, placeIn(bytes, part)),
);
const beheaded = share.map(
  (part): ByteChange =>
    (bytes) =>
      bytes.subarray(placeIn(bytes, part)),
);
const inserted = fc
  .tuple(share, fc.uint8Array({ minLength: 1, maxLength: 40 }))
  .map(([part, added]): ByteChange => (bytes) => {
    const place = placeIn(bytes, part);
    return Buffer.concat([bytes.subarray(0, place), added, bytes.subarray(place)]);
  });
const overwritten = fc
  .tuple(share, fc.uint8Array({ minLength: 1, maxLength: 16 }))
  .map(([part, added]): ByteChange => (bytes) => {
    const changed = Buffer.from(bytes);
    changed.set(
      added.subarray(0, bytes.length),
      Math.max(0, Math.min(placeIn(bytes, part), bytes.length - added.length)),
    );
    return changed;
  });
const reencoded = fc.constantFrom<ByteChange>(
  (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'),
  (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le').swap16(),
  (bytes) => Buffer.from(bytes.toString('utf8').replaceAll(/\r?\n/g, '\r'), 'utf8'),
  (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('e', 'é'), 'latin1'),
  (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('"', '“')),
  (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('\n', '')),
);
const whole = fc.constantFrom<ByteChange>(
  () => Buffer.alloc(0),
  () => Buffer.from('\n'),
  () => Buffer.from('null'),
  () => Buffer.from('['.repeat(100_000)),
  () => Buffer.from('{"a":'.repeat(50_000)),
  () => Buffer.from('PK\u0003\u0004 a zip'),
  () => Buffer.from('\u0089HDF\r\n\u001a\n'),
  () => Buffer.alloc(64 * 1024),
  () => Buffer.alloc(64 * 1024, 0xff),
  (bytes) => Buffer.concat([bytes, bytes]),
);

/** Any change of a file's bytes. */
export const byteChange: fc.Arbitrary<ByteChange> = fc.oneof(cut, beheaded, inserted, overwritten, reencoded, whole);
