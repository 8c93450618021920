import { z } from "zod";
import type { ItemSink } from "#kit/items.ts";
import type { RunId, StepId } from "#shared/model/ids.ts";
import { Item } from "#shared/model/item.ts";
import { bytesOf, Items, PAGE_ITEMS, type Page, type PageCache } from "./items.ts";
import type { Journal, JournalReader, OutputText } from "./ports.ts";

const ItemsText = z.array(Item);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
/** An item of fields alone, as almost all are. */
const isPlain = (value: unknown): value is Item =>
  isObject(value) && isObject(value["json"]) && value["binary"] === undefined && isIndex(value["source"]);
const isIndex = (value: unknown): boolean =>
  value === undefined || (typeof value === "number" && Number.isSafeInteger(value) && value >= 0);

/** Items as the journal holds them. Written by us, but a disk is the outside; the schema copies, so plain items go by it. */
export function parseItems(text: string): readonly Item[] {
  const items: unknown = JSON.parse(text);
  return Array.isArray(items) && items.every(isPlain) ? items : ItemsText.parse(items);
}

/** Characters of pages on their way to disk before a step pauses, and down to which it then waits. */
const CROWDED = 8_000_000;
const EASED = 4_000_000;

export interface PageStore {
  readonly journal: Journal;
  readonly reader: JournalReader;
  readonly cache: PageCache;
}

/** A page on its way to disk. */
interface Sent {
  page: Page;
  number: number;
  seq: number;
  characters: number;
}

/** Collects one port's items. The first page stays in memory; from the second on pages go to the journal as they fill. */
export class Collector implements ItemSink {
  readonly #store: PageStore;
  readonly #run: RunId;
  readonly #step: StepId;
  readonly #port: number;
  #items: Item[] = [];
  readonly #pages: Page[] = [];
  readonly #sent: Sent[] = [];
  #characters = 0;

  constructor(store: PageStore, run: RunId, step: StepId, port: number) {
    this.#store = store;
    this.#run = run;
    this.#step = step;
    this.#port = port;
  }

  push(item: Item): void {
    if (this.#items.length === PAGE_ITEMS) this.#flush();
    this.#items.push(item);
  }

  #flush(): void {
    const items = this.#items;
    this.#items = [];
    const payload = JSON.stringify(items);
    const number = this.#pages.length;
    const { length: characters } = payload;
    const record = {
      kind: "page",
      run: this.#run,
      step: this.#step,
      port: this.#port,
      page: number,
      count: items.length,
      payload,
    } as const;
    const seq = this.#store.journal.append(record);
    const last = this.#pages.at(-1);
    const start = last ? last.start + last.count : 0;
    const page: Page = { run: this.#run, start, count: items.length, items, load: undefined, bytes: bytesOf(items.length, characters) };
    this.#pages.push(page);
    this.#sent.push({ page, number, seq, characters });
    this.#characters += characters;
  }

  /** More is on its way to disk than should stand in memory: time to `ease`. */
  get crowded(): boolean {
    return this.#characters > CROWDED;
  }

  /** Waits until little is on its way. */
  ease(): Promise<void> {
    return this.#until(EASED);
  }

  /** Waits until all is on disk. */
  settle(): Promise<void> {
    return this.#until(0);
  }

  async #until(characters: number): Promise<void> {
    for (let first = this.#sent[0]; first && this.#characters > characters; first = this.#sent[0]) {
      await this.#store.journal.durable(first.seq);
      // Several may wait at once.
      if (this.#sent[0] !== first) continue;
      this.#sent.shift();
      this.#characters -= first.characters;
      first.page.load = loader(this.#store, this.#run, this.#step, this.#port, first.number);
      this.#store.cache.keep(first.page);
    }
  }

  get empty(): boolean {
    return this.#pages.length === 0 && this.#items.length === 0;
  }

  get paged(): boolean {
    return this.#pages.length > 0;
  }

  /** Ends the list. Where it is paged its pages must be on disk first: call `settle` after `close`. */
  close(): void {
    if (this.#pages.length > 0 && this.#items.length > 0) this.#flush();
  }

  build(): { items: Items; text: OutputText } {
    if (this.#pages.length === 0) return inline(this.#items);
    const items = Items.paged(this.#pages, this.#store.cache);
    return { items, text: { kind: "paged", count: items.length, pages: items.pageCount } };
  }
}

export const inline = (items: readonly Item[]): { items: Items; text: OutputText } => ({
  items: Items.of(items),
  text: { kind: "inline", text: items.length === 0 ? "[]" : JSON.stringify(items) },
});

const loader =
  ({ reader }: PageStore, run: RunId, step: StepId, port: number, page: number): Page["load"] =>
  () => {
    const text = reader.page(run, step, port, page);
    return { items: parseItems(text), characters: text.length };
  };

/** A list of an earlier time, whose pages the journal holds. */
export function pagedItems(store: PageStore, run: RunId, step: StepId, port: number, length: number): Items {
  const pages = Array.from({ length: Math.ceil(length / PAGE_ITEMS) }, (_, number): Page => {
    const start = number * PAGE_ITEMS;
    const count = Math.min(PAGE_ITEMS, length - start);
    return { run, start, count, items: undefined, load: loader(store, run, step, port, number), bytes: 0 };
  });
  return Items.paged(pages, store.cache);
}
