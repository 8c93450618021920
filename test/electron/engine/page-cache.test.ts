import { describe, expect, it } from "vitest";
import { RunId } from "#shared/model/ids.ts";
import { bytesOf, type Page, PageCache } from "../../../electron/engine/items.ts";

const MB = 1_000_000;
const run = (id: string) => RunId.parse(id);

/** A page as it stands once the journal holds it; `loads` counts how often it was read back. */
function page(of: string, start: number, megabytes: number): Page & { loads: number } {
  const items = [{ json: { start } }];
  const made = {
    run: run(of),
    start,
    count: 1,
    items,
    loads: 0,
    load: () => {
      made.loads++;
      return { items, characters: megabytes * MB };
    },
    bytes: bytesOf(1, megabytes * MB),
  };
  return made;
}

describe("the cache of pages", () => {
  it("lets what a step has gone past leave first, then what was used longest ago", () => {
    const cache = new PageCache(4 * MB);
    const pages = [0, 1, 2].map((n) => page("1", n, 1));
    for (const one of pages) cache.keep(one);
    cache.pass(pages[1] as Page);
    cache.keep(page("1", 3, 1));
    expect(pages.map((one) => one.items !== undefined)).toEqual([true, false, true]);
    cache.keep(page("1", 4, 1));
    expect(pages.map((one) => one.items !== undefined)).toEqual([false, false, true]);
  });

  it("reads a page back from the journal once it has left", () => {
    const cache = new PageCache(2 * MB);
    const first = page("1", 0, 1);
    cache.keep(first);
    cache.keep(page("1", 1, 1));
    expect(cache.items(first)).toEqual([{ json: { start: 0 } }]);
    expect(cache.items(first)).toEqual([{ json: { start: 0 } }]);
    expect(first.loads).toBe(1);
  });

  it("gives the memory of an ended run back and keeps the others' pages", () => {
    const cache = new PageCache(100 * MB);
    const ended = [0, 1].map((n) => page("1", n, 1));
    const other = page("2", 0, 1);
    for (const one of [...ended, other]) cache.keep(one);
    cache.pass(ended[0] as Page);
    cache.release(run("1"));
    expect(ended.map((one) => one.items)).toEqual([undefined, undefined]);
    expect(other.items).toBeDefined();
    expect(cache.bytes).toBe(other.bytes);
  });

  it("tells when large lists come in and when the last of them has gone", () => {
    const heard: boolean[] = [];
    const cache = new PageCache(100 * MB, (large) => heard.push(large));
    for (const [of, start] of [
      ["1", 0],
      ["1", 1],
      ["2", 0],
    ] as const)
      cache.keep(page(of, start, 5));
    expect(heard).toEqual([true]);
    cache.release(run("1"));
    expect(heard).toEqual([true, false]);
  });
});
