import { describe, expect, it } from "vitest";
import { dateTimeAction } from "../../../connectors/core/actions/date-time.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const run = async (params: JsonObject, item: JsonObject = {}) =>
  jsons((await runStep(dateTimeAction, { params, items: itemsOf(item), now: Date.UTC(2026, 0, 2, 3, 4, 5) })).outputs[0])[0];

describe("core.date_time", () => {
  it("gives the current date in the workflow's zone or another", async () => {
    expect(await run({})).toEqual({ currentDate: "2026-01-01T22:04:05.000-05:00" });
    expect(await run({ zone: "Europe/Berlin", time: false, into: "a.b", keep: true }, { x: 1 })).toEqual({
      x: 1,
      a: { b: "2026-01-02T00:00:00.000+01:00" },
    });
  });
  it("adds and subtracts by the calendar, across the change of clocks", async () => {
    expect(await run({ operation: "add", date: "2026-03-07T12:00", amount: 1, unit: "days" })).toEqual({
      newDate: "2026-03-08T12:00:00.000-04:00",
    });
    expect(await run({ operation: "subtract", date: "2024-03-31", amount: "1", unit: "months" })).toEqual({
      newDate: "2024-02-29T00:00:00.000-05:00",
    });
  });
  it("formats, also dates written in a format of their own and timestamps", async () => {
    const format = (date: unknown, more: JsonObject = {}) => run({ operation: "format", date, format: "yyyy-MM-dd HH:mm", ...more });
    expect(await format("2024-07-01T10:00:00Z")).toEqual({ formattedDate: "2024-07-01 06:00" });
    expect(await format("2024-07-01T10:00:00+09:00", { ownZone: true })).toEqual({ formattedDate: "2024-07-01 10:00" });
    expect(await format("31.12.2024 08:05", { fromFormat: "dd.MM.yyyy HH:mm" })).toEqual({ formattedDate: "2024-12-31 08:05" });
    expect(await format(1_682_918_315)).toEqual(await format("1682918315000"));
    expect(await format(null)).toEqual({ formattedDate: null });
  });
  it("rounds, takes parts and measures", async () => {
    expect(await run({ operation: "round", date: "2024-05-17", direction: "up" })).toEqual({
      roundedDate: "2024-06-01T00:00:00.000-04:00",
    });
    expect(await run({ operation: "extract", date: "2024-12-31", part: "week" })).toEqual({ datePart: 1 });
    expect(await run({ operation: "between", date: "2024-01-01", end: "2024-01-03T12:00", units: ["days", "hours"] })).toEqual({
      timeDifference: { days: 2, hours: 12 },
    });
    expect(await run({ operation: "between", date: "2024-01-01", end: "2024-01-03", iso: true })).toEqual({ timeDifference: "P2D" });
  });
  it("names what is no date and no zone", async () => {
    await expect(run({ operation: "format", date: "garbage" })).rejects.toMatchObject({
      message: "Invalid date format",
      failure: { field: "date", item: 0, description: "'garbage' is no date" },
    });
    await expect(run({ zone: "Mars/Olympus" })).rejects.toThrow("'Mars/Olympus' is no time zone");
  });
});

describe("core.date_time where errors have a way of their own", () => {
  it("sends the error alone there if told to, and else fails by the item", async () => {
    const items = itemsOf({ d: "2024-01-02" }, { d: "garbage" });
    const step = (failures: string) =>
      runStep(dateTimeAction, {
        items,
        outputs: 2,
        params: (item) => ({ operation: "format", date: item.json.d, format: "yyyy" }),
        raw: { failures },
      });
    const { outputs } = await step("message");
    expect(outputs.map(jsons)).toEqual([[{ formattedDate: "2024" }], [{ error: "Invalid date format" }]]);
    await expect(step("fail")).rejects.toMatchObject({ failure: { item: 1 } });
  });
});
