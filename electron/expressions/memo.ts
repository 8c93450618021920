/** A bounded cache: what was not asked for while `limit` others came is forgotten. A hit costs one look-up. */
export class Memo<T> {
  private readonly limit: number;
  private fresh = new Map<string, T>();
  private stale = new Map<string, T>();

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
    if (this.fresh.size >= this.limit) {
      this.stale = this.fresh;
      this.fresh = new Map();
    }
    this.fresh.set(key, value);
    return value;
  }
}
