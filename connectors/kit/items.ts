import type { Item } from "#shared/model/item.ts";

/**
 * A list of items as it travels on a wire. It is paged: pages that the journal holds may leave memory and are read back
 * on demand, so walk it by `pages()` and never copy it into one array unless its length is known to be small.
 */
export interface ItemList extends Iterable<Item> {
  readonly length: number;
  at(index: number): Item | undefined;
  pages(): Iterable<readonly Item[]>;
}

/** Collects the items of one output port. */
export interface ItemSink {
  push(item: Item): void;
}

export const EMPTY_ITEMS: ItemList = {
  length: 0,
  at: () => undefined,
  pages: () => [],
  [Symbol.iterator]: () => [][Symbol.iterator](),
};
