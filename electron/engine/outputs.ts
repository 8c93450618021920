import { z } from "zod";
import type { ItemSink } from "#kit/items.ts";
import type { RunId, StepId } from "#shared/model/ids.ts";
import { Item } from "#shared/model/item.ts";
import { Items, PAGE_ITEMS, type PageCache } from "./items.ts";
import type { Journal, JournalReader, OutputText } from "./ports.ts";

const ItemsText = z.array(Item);
/** Items as the journal holds them. Written by us, but a disk is the outside. */
export const parseItems = (text: string): Item[] => ItemsText.parse(JSON.parse(text));

/** Bytes of pages on their way to disk before a step pauses for them. */
const IN_FLIGHT = 16_000_000;

export interface PageStore {
  readonly journal: Journal;
  readonly reader: JournalReader;
  readonly cache: PageCache;
}

interface Written {
  count: number;
  bytes: number;
  items: readonly Item[];
}

/** Collects one port's items. The first page stays in memory; from the second on pages go to the journal as they fill. */
export class Collector implements ItemSink {
  readonly #store: PageStore;
  readonly #run: RunId;
  readonly #step: StepId;
  readonly #port: number;
  #page: Item[] = [];
  readonly #written: Written[] = [];
  #inFlight = 0;
  #loose = 0;

  constructor(store: PageStore, run: RunId, step: StepId, port: number) {
    this.#store = store;
    this.#run = run;
    this.#step = step;
    this.#port = port;
  }

  push(item: Item): void {
    if (this.#page.length === PAGE_ITEMS) this.#flush();
    this.#page.push(item);
  }

  #flush(): void {
    const items = this.#page;
    this.#page = [];
    const payload = JSON.stringify(items);
    this.#store.journal.append({
      kind: "page",
      run: this.#run,
      step: this.#step,
      port: this.#port,
      page: this.#written.length,
      count: items.length,
      payload,
    });
    this.#written.push({ count: items.length, bytes: payload.length, items });
    this.#inFlight += payload.length;
  }

  /** More is on its way to disk than should stand in memory. */
  get crowded(): boolean {
    return this.#inFlight > IN_FLIGHT;
  }

  /** Waits for what is on its way; pages beyond the cache's budget then leave memory. */
  async settle(): Promise<void> {
    await this.#store.journal.durable();
    this.#inFlight = 0;
    for (; this.#loose < this.#written.length; this.#loose++) {
      const page = this.#written[this.#loose];
      // Once on disk a page need not stand here: `build` hands it to the cache, which keeps what fits.
      if (page && this.#loose < this.#written.length - 8) page.items = [];
    }
  }

  get paged(): boolean {
    return this.#written.length > 0;
  }

  /** Ends the list. Where it is paged its pages must be on disk first: call `settle` after `close`. */
  close(): void {
    if (this.#written.length > 0 && this.#page.length > 0) this.#flush();
  }

  build(): { items: Items; text: OutputText } {
    if (this.#written.length === 0) return inline(this.#page);
    return {
      items: pagedItems(this.#store, this.#run, this.#step, this.#port, this.#written),
      text: { kind: "paged", count: this.#written.reduce((n, p) => n + p.count, 0), pages: this.#written.length },
    };
  }
}

export const inline = (items: readonly Item[]): { items: Items; text: OutputText } => ({
  items: Items.of(items),
  text: { kind: "inline", text: items.length === 0 ? "[]" : JSON.stringify(items) },
});

/** A list whose pages the journal holds. */
export function pagedItems(
  store: PageStore,
  run: RunId,
  step: StepId,
  port: number,
  pages: readonly { count: number; bytes: number; items?: readonly Item[] }[],
): Items {
  return Items.paged(
    pages.map((p, page) => ({
      count: p.count,
      bytes: p.bytes,
      items: p.items && p.items.length === p.count ? p.items : undefined,
      load: () => parseItems(store.reader.page(run, step, port, page)),
    })),
    store.cache,
  );
}
