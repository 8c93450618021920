import { describe, expect, it } from "vitest";
import { dataTableAction } from "../../../connectors/core/actions/data-table.ts";
import { noOpAction } from "../../../connectors/core/actions/no-op.ts";
import { respondAction } from "../../../connectors/core/actions/respond.ts";
import { stopErrorAction } from "../../../connectors/core/actions/stop-error.ts";
import { itemsOf, runStep } from "../../helpers/step-context.ts";

describe("core.no_op", () => {
  it("hands on what comes in", async () => {
    expect((await runStep(noOpAction, { items: itemsOf({ a: 1 }, { a: 2 }) })).outputs[0]).toEqual([
      { json: { a: 1 }, source: 0 },
      { json: { a: 2 }, source: 1 },
    ]);
  });
});

describe("core.stop_error", () => {
  const stop = (message: unknown) => runStep(stopErrorAction, { params: { message } });
  it("fails the run with its message", async () => {
    await expect(stop("no customer")).rejects.toMatchObject({ message: "no customer", failure: { kind: "user", name: "StoppedError" } });
  });
  it("takes an object's own message", async () => {
    await expect(stop('{"code":"404","message":"not here"}')).rejects.toThrow("not here");
    await expect(stop({ code: 404 })).rejects.toThrow('Error: {"code":404}');
  });
});

describe("core.respond", () => {
  const respond = async (params: Record<string, unknown>, items = itemsOf({ a: 1 }, { a: 2 })) => {
    const { answers, outputs } = await runStep(respondAction, { params, items });
    expect(outputs[0]?.map((i) => i.json)).toEqual(items.map((i) => i.json));
    return answers[0];
  };
  it("answers with the first item, all items or JSON of its own", async () => {
    expect(await respond({})).toEqual({ status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body: '{"a":1}' });
    expect((await respond({ body: "all", wrapIn: "data" }))?.body).toBe('{"data":[{"a":1},{"a":2}]}');
    expect((await respond({ body: "json", json: '{ "ok": true }', status: "201" }))?.body).toBe('{"ok":true}');
    expect((await respond({ body: "json", json: { ok: true } }))?.body).toBe('{"ok":true}');
  });
  it("answers with text, a redirect or nothing", async () => {
    expect(await respond({ body: "text", text: "hi", headers: [{ name: "Content-Type", value: "text/plain" }] })).toEqual({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "hi",
    });
    expect(await respond({ body: "redirect", url: "https://example.com/" })).toMatchObject({
      status: 307,
      headers: { location: "https://example.com/" },
    });
    expect(await respond({ body: "none", status: 204 })).toEqual({ status: 204, headers: {}, body: "" });
  });
  it("refuses JSON that is none and headers that would split the answer", async () => {
    await expect(respond({ body: "json", json: "{ nope" })).rejects.toThrow("Invalid JSON");
    await expect(respond({ headers: [{ name: "x", value: "a\r\nset-cookie: b" }] })).rejects.toThrow("no usable header");
    await expect(respond({ body: "binary", file: "data" })).rejects.toThrow("There is no file 'data'");
  });
});

describe("core.data_table", () => {
  const ops = async (params: Record<string, unknown>) =>
    (await runStep(dataTableAction, { params: { table: "leads", ...params }, items: itemsOf({ email: "a@b.c", n: 1 }) })).ops;
  it("makes one change per item, of the item's fields or of chosen ones", async () => {
    expect(await ops({})).toEqual([{ op: "insert", table: "leads", row: { email: "a@b.c", n: 1 } }]);
    expect(
      await ops({
        operation: "upsert",
        match: [{ column: "email", value: "a@b.c" }],
        values: "fields",
        fields: [{ column: "n", value: 2 }],
      }),
    ).toEqual([{ op: "upsert", table: "leads", match: { email: "a@b.c" }, row: { n: 2 } }]);
    expect(await ops({ operation: "increment", match: [{ column: "email", value: "x" }], column: "n", by: "3" })).toEqual([
      { op: "increment", table: "leads", match: { email: "x" }, column: "n", by: 3 },
    ]);
    expect(await ops({ operation: "find", sortBy: "n", limit: 5 })).toEqual([
      { op: "find", table: "leads", match: {}, limit: 5, sort: { column: "n", descending: false } },
    ]);
  });
  it("never changes or deletes all rows for want of a condition", async () => {
    await expect(ops({ operation: "delete" })).rejects.toThrow("which rows are meant");
    await expect(ops({ table: " " })).rejects.toThrow("No table is chosen");
  });
  it("gives the rows back as items", async () => {
    const { outputs } = await runStep(dataTableAction, {
      params: { operation: "find", table: "t" },
      tables: () => ({ rows: [{ id: 1 }, { id: 2 }] }),
    });
    expect(outputs[0]).toEqual([
      { json: { id: 1 }, source: 0 },
      { json: { id: 2 }, source: 0 },
    ]);
  });
});
