import type { ItemList } from "#kit/items.ts";
import { RunId } from "#shared/model/ids.ts";
import type { Item } from "#shared/model/item.ts";

/** Items on one page: also the most that a step handles in one synchronous slice. */
export const PAGE_ITEMS = 1000;

/** A part of a list. */
export interface Page {
  readonly run: RunId;
  /** Place of its first item in the list. */
  readonly start: number;
  readonly count: number;
  items: readonly Item[] | undefined;
  /** Set once the journal holds the page: from then on it may leave memory. `characters`: of its JSON. */
  load: (() => { items: readonly Item[]; characters: number }) | undefined;
  /** What it takes in memory, about. */
  bytes: number;
}

/** Bytes that an item takes beside its text: objects, their fields and numbers. */
const PER_ITEM = 300;

/** What items take in memory, by their JSON; twice off at worst. */
export const bytesOf = (count: number, characters: number): number => characters + count * PER_ITEM;

/** Bytes in the cache from which its lists count as large. */
const LARGE = 8_000_000;

/**
 * Keeps pages of large lists in memory, up to a budget in bytes. What a step has gone past leaves first, then what was
 * used longest ago: where two lists fit, a step that makes one from the other reads nothing back. `onLarge` hears when
 * large lists come in and when the last of them has gone.
 */
export class PageCache {
  readonly #budget: number;
  readonly #onLarge: (large: boolean) => void;
  readonly #pages = new Set<Page>();
  readonly #passed = new Set<Page>();
  #bytes = 0;
  #large = false;

  constructor(budget: number, onLarge: (large: boolean) => void = () => {}) {
    this.#budget = budget;
    this.#onLarge = onLarge;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Takes in a page that the journal holds by now. */
  keep(page: Page): void {
    if (this.#pages.has(page) || this.#passed.has(page)) return;
    this.#pages.add(page);
    this.#bytes += page.bytes;
    this.#trim(page);
    this.#weigh();
  }

  /** The page's items, from memory or the journal. */
  items(page: Page): readonly Item[] {
    if (page.items) {
      // On its way to the journal it is not here yet.
      if (this.#pages.delete(page) || this.#passed.delete(page)) this.#pages.add(page);
      return page.items;
    }
    if (!page.load) throw new Error("a page is neither in memory nor on disk");
    const { items, characters } = page.load();
    page.items = items;
    page.bytes = bytesOf(page.count, characters);
    this.keep(page);
    return items;
  }

  /** A step has gone past this page. */
  pass(page: Page): void {
    if (this.#pages.delete(page)) this.#passed.add(page);
  }

  /** The run has ended: nobody goes through its lists again. */
  release(run: RunId): void {
    for (const pages of [this.#passed, this.#pages]) for (const page of pages) if (page.run === run) this.#drop(page, pages);
    this.#weigh();
  }

  #trim(but: Page): void {
    for (const pages of [this.#passed, this.#pages]) {
      for (const page of pages) {
        if (this.#bytes <= this.#budget) return;
        if (page !== but) this.#drop(page, pages);
      }
    }
  }

  #drop(page: Page, pages: Set<Page>): void {
    page.items = undefined;
    pages.delete(page);
    this.#bytes -= page.bytes;
  }

  #weigh(): void {
    const large = this.#bytes > LARGE;
    if (large === this.#large) return;
    this.#large = large;
    this.#onLarge(large);
  }
}

/** Small lists belong to no cache, so to no run of it. */
const NO_RUN = RunId.parse("0");

/** The engine's item list. Small ones are one page that stays in memory; of large ones only what the cache holds. */
export class Items implements ItemList {
  readonly length: number;
  readonly #pages: readonly Page[];
  readonly #cache: PageCache | undefined;
  /** The page last asked for: steps go through a list from front to back. */
  #last: Page | undefined;

  private constructor(pages: readonly Page[], cache: PageCache | undefined) {
    this.#pages = pages;
    this.#cache = cache;
    const last = pages.at(-1);
    this.length = last ? last.start + last.count : 0;
  }

  static of(items: readonly Item[]): Items {
    return new Items(items.length ? [{ run: NO_RUN, start: 0, count: items.length, items, load: undefined, bytes: 0 }] : [], undefined);
  }

  /** Pages that the journal holds, in their order. */
  static paged(pages: readonly Page[], cache: PageCache): Items {
    return new Items(pages, cache);
  }

  get pageCount(): number {
    return this.#pages.length;
  }

  at(index: number): Item | undefined {
    const page = this.#pageOf(index);
    return page && this.#items(page)[index - page.start];
  }

  *pages(): Iterable<readonly Item[]> {
    for (const page of this.#pages) {
      yield this.#items(page);
      this.#cache?.pass(page);
    }
  }

  /** For documents that show whole lists. */
  toJSON(): Item[] {
    return [...this];
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
    for (const items of this.pages()) yield* items;
  }

  #pageOf(index: number): Page | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const last = this.#last ?? this.#pages[0];
    if (last && index >= last.start && index < last.start + last.count) return last;
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pages[middle]?.start ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#pages[low];
  }

  #items(page: Page): readonly Item[] {
    const { items } = page;
    if (items && page === this.#last) return items;
    this.#last = page;
    if (!this.#cache) return items ?? [];
    return this.#cache.items(page);
  }
}

export const asItems = (list: readonly Item[] | ItemList): Items => {
  if (list instanceof Items) return list;
  return Items.of(Array.isArray(list) ? list : [...(list as ItemList)]);
};
