import { describe, expect, it } from "vitest";
import type { JsonObject } from "#shared/model/item.ts";
import { preview } from "../../../electron/engine/preview.ts";
import { type Harness, harness, startRun, workflow } from "../../helpers/engine-harness.ts";

const passing = (params: JsonObject) => workflow({ start: { type: "t.manual" }, step: { type: "t.pass", params } }, [["start", "step"]]);
const items = (...jsons: JsonObject[]) => jsons.map((json) => ({ json }));

async function logOf(h: Harness, params: JsonObject, given = items({ phone: 4711 })): Promise<string[]> {
  await startRun(h, passing(params), given).ended;
  return h.journal.records.flatMap((record) => (record.kind === "log" ? [record.text] : []));
}

describe("an expression that comes to nothing by a plain JavaScript error", () => {
  it("is told in the step's log with its field, the reason and the item; the run goes on", async () => {
    const h = harness();
    const log = await logOf(h, { to: "={{ $json.phone.trim() }}", more: [{ city: "=In {{ $json.address.city }}" }] });
    expect(log).toEqual([
      "to: trim is not a function, so it came to nothing (first at item 1).",
      "more.0.city: Cannot read 'city' of undefined, so it came to nothing (first at item 1).",
    ]);
    const step = h.journal.records.find((record) => record.kind === "step" && record.node === "step");
    expect(step).toMatchObject({ status: "succeeded", outputs: [{ text: expect.stringContaining('"city":"In "') }] });
  });

  it("is told once for all items that fail alike, and again for another reason", async () => {
    const given = items({ phone: "0123" }, { phone: 1 }, { phone: 2 }, {}, {});
    expect(await logOf(harness(), { to: "={{ $json.phone.trim() }}" }, given)).toEqual([
      "to: trim is not a function, so it came to nothing (first at item 2).",
      "to: Cannot read 'trim' of undefined, so it came to nothing (first at item 4).",
    ]);
  });

  it("fills no disk, however many fields fail", async () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, "={{ $json.phone.trim() }}"]));
    const log = await logOf(harness(), fields);
    expect(log).toHaveLength(21);
    expect(log.at(-1)).toBe("More expressions came to nothing; the first are listed above.");
  });

  it("says nothing where nothing is wrong: a missing field, a careful read", async () => {
    expect(await logOf(harness(), { a: "={{ $json.missing }}", b: "={{ $json.address?.city }}", c: "={{ $json.phone }}" })).toEqual([]);
  });

  it("keeps secrets out of the log", async () => {
    const h = harness();
    h.outside.secrets = ["canary"];
    expect(await logOf(h, { to: "={{ canary }}" })).toEqual(["to: *** is not defined, so it came to nothing (first at item 1)."]);
  });

  it("shows its value and the reason beside the field", async () => {
    const h = harness();
    const run = startRun(h, passing({}), items({ phone: 4711 }));
    await run.ended;
    const shown = (text: string) => preview(h.engine.executor, run.core.plan, run.id, "step", text, 0);
    expect(await shown("=Call {{ $json.phone.trim() }}!")).toEqual({
      ok: true,
      value: "Call !",
      type: "string",
      warning: "trim is not a function",
    });
    expect(await shown("={{ $json.phone }}")).toEqual({ ok: true, value: 4711, type: "number" });
  });
});
