/** Something kept, and the bytes that it takes. */
interface Kept {
  value: unknown;
  bytes: number;
}

/** Keeps what was used last, up to a number of bytes. */
export class ByteCache {
  private readonly kept = new Map<string, Kept>();
  private used = 0;

  constructor(readonly most: number) {}

  /** Bytes in use. */
  get bytes(): number {
    return this.used;
  }

  get<T>(key: string): T | undefined {
    const found = this.kept.get(key);
    if (!found) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value as T;
  }

  set(key: string, value: unknown, bytes: number): void {
    this.delete(key);
    if (bytes > this.most) return;
    this.kept.set(key, { value, bytes });
    this.used += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.used <= this.most) return;
      this.delete(oldest);
    }
  }

  /** Forgets what lies under a prefix, where the number that follows it is at least `from`. */
  deleteFrom(prefix: string, from: number): void {
    for (const key of [...this.kept.keys()])
      if (key.startsWith(prefix) && Number(key.slice(prefix.length)) >= from) this.delete(key);
  }

  private delete(key: string): void {
    this.used -= this.kept.get(key)?.bytes ?? 0;
    this.kept.delete(key);
  }
}
