import { describe, expect, it } from "vitest";
import type { ItemResult } from "#kit/context.ts";
import { toItems } from "../../../electron/engine/perform-table.ts";

const answer = (result: unknown) => toItems(result as ItemResult, 3);

describe("what an item becomes", () => {
  it("is the object, the objects, or the items that the action gave", () => {
    expect(answer({ a: 1 })).toEqual({ port: 0, items: [{ json: { a: 1 }, source: 3 }] });
    expect(answer([{ a: 1 }, { a: 2 }]).items).toHaveLength(2);
    expect(answer({ items: [{ json: { a: 1 } }], port: 1 })).toEqual({ port: 1, items: [{ json: { a: 1 }, source: 3 }] });
    expect(answer({ items: [] })).toEqual({ port: 0, items: [] });
  });

  it.each([
    { items: [{ id: 1 }], total: 1 },
    { items: [{ id: 1 }] },
    { items: ["a"] },
    { items: [{ json: {} }], next: "p2" },
    { items: [], port: "8080" },
  ])("stays whole where a service calls a field 'items': %j", (result) => {
    expect(answer(result)).toEqual({ port: 0, items: [{ json: result, source: 3 }] });
  });
});
