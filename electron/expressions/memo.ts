/** Of all keys together. */
const MAX_CHARACTERS = 4_000_000;

/** A bounded cache: what was not asked for while `limit` others came is forgotten. A hit costs one look-up. */
export class Memo<T> {
  private readonly limit: number;
  private fresh = new Map<string, T>();
  private stale = new Map<string, T>();
  private characters = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): T | undefined {
    const value = this.fresh.get(key);
    if (value !== undefined) return value;
    const old = this.stale.get(key);
    return old === undefined ? undefined : this.set(key, old);
  }

  set(key: string, value: T): T {
    if (this.fresh.size >= this.limit || this.characters >= MAX_CHARACTERS) {
      this.stale = this.fresh;
      this.fresh = new Map();
      this.characters = 0;
    }
    this.fresh.set(key, value);
    this.characters += key.length;
    return value;
  }
}
