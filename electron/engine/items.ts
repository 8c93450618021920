import type { ItemList } from "#kit/items.ts";
import type { Item } from "#shared/model/item.ts";

/** Items on one page: also the most that a step handles in one synchronous slice. */
export const PAGE_ITEMS = 1000;

interface Page {
  readonly start: number;
  readonly count: number;
  items: readonly Item[] | undefined;
  /** Set once the journal holds the page: from then on it may leave memory. */
  load: (() => readonly Item[]) | undefined;
  bytes: number;
}

/** Keeps the most recently used pages of large lists in memory, up to a budget in bytes of their JSON. */
export class PageCache {
  readonly #budget: number;
  readonly #pages = new Set<Page>();
  #bytes = 0;
  constructor(budget: number) {
    this.#budget = budget;
  }
  get bytes(): number {
    return this.#bytes;
  }
  touch(page: Page): void {
    if (this.#pages.delete(page)) {
      this.#pages.add(page);
      return;
    }
    this.#pages.add(page);
    this.#bytes += page.bytes;
    for (const old of this.#pages) {
      if (this.#bytes <= this.#budget || old === page) break;
      old.items = undefined;
      this.#pages.delete(old);
      this.#bytes -= old.bytes;
    }
  }
}

/** The engine's item list. Small ones are one page that stays in memory; of large ones only what the cache holds. */
export class Items implements ItemList {
  readonly length: number;
  readonly #pages: Page[];
  readonly #cache: PageCache | undefined;

  private constructor(pages: Page[], cache: PageCache | undefined) {
    this.#pages = pages;
    this.#cache = cache;
    const last = pages.at(-1);
    this.length = last ? last.start + last.count : 0;
  }

  static of(items: readonly Item[]): Items {
    return new Items(items.length ? [{ start: 0, count: items.length, items, load: undefined, bytes: 0 }] : [], undefined);
  }

  /** Pages that the journal holds; `load` reads one back. Already loaded ones are given with their items. */
  static paged(
    pages: readonly { count: number; bytes: number; items?: readonly Item[]; load: () => readonly Item[] }[],
    cache: PageCache,
  ): Items {
    let start = 0;
    const own = pages.map((p) => {
      const page: Page = { start, count: p.count, items: p.items, load: p.load, bytes: p.bytes };
      start += p.count;
      return page;
    });
    for (const page of own) if (page.items) cache.touch(page);
    return new Items(own, cache);
  }

  get pageCount(): number {
    return this.#pages.length;
  }

  at(index: number): Item | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const first = this.#pages[0];
    if (first && index < first.count) return this.#items(first)[index];
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pages[middle]?.start ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const page = this.#pages[low];
    return page ? this.#items(page)[index - page.start] : undefined;
  }

  *pages(): Iterable<readonly Item[]> {
    for (const page of this.#pages) yield this.#items(page);
  }

  /** A single page without a generator: the way of almost every step. */
  single(): readonly Item[] | undefined {
    const first = this.#pages[0];
    if (!first) return [];
    return this.#pages.length === 1 ? this.#items(first) : undefined;
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.single()?.[Symbol.iterator]() ?? this.#walk();
  }

  *#walk(): Iterator<Item> {
    for (const page of this.#pages) yield* this.#items(page);
  }

  #items(page: Page): readonly Item[] {
    if (page.items) {
      if (this.#cache) this.#cache.touch(page);
      return page.items;
    }
    if (!page.load) throw new Error("a page is neither in memory nor on disk");
    page.items = page.load();
    this.#cache?.touch(page);
    return page.items;
  }
}

export const asItems = (list: readonly Item[] | ItemList): Items => {
  if (list instanceof Items) return list;
  return Items.of(Array.isArray(list) ? list : [...(list as ItemList)]);
};
