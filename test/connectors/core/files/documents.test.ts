import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { calendarEventAction } from "../../../../connectors/core/actions/calendar-event.ts";
import { convertToFileAction } from "../../../../connectors/core/actions/convert-to-file.ts";
import { extractFromFileAction } from "../../../../connectors/core/actions/extract-from-file.ts";
import type { JsonObject } from "../../../../electron/shared/model/item.ts";
import { memoryBlobs } from "../../../helpers/memory-blobs.ts";
import { pdfOf } from "../../../helpers/pdf-file.ts";
import { itemsOf, jsons, runStep } from "../../../helpers/step-context.ts";

const blobs = memoryBlobs();

async function extract(data: string | Uint8Array, fileName: string, params: JsonObject = {}, json: JsonObject = {}) {
  const items = [{ json, binary: { data: await blobs.put(Buffer.from(data as Uint8Array), { fileName }) } }];
  const { outputs, failures } = await runStep(extractFromFileAction, { params, items, blobs });
  if (failures[0]) throw Object.assign(new Error(failures[0].failure.message), { failure: failures[0].failure });
  return outputs[0] ?? [];
}

describe("one value out of a file", () => {
  it("JSON: an item for each entry, or one field", async () => {
    expect(jsons(await extract('[{"a":1},2]', "a.json"))).toEqual([{ a: 1 }, { data: 2 }]);
    expect(jsons(await extract('[{"a":1},2]', "a.json", { each: "field", into: "x.y" }))).toEqual([{ x: { y: [{ a: 1 }, 2] } }]);
    await expect(extract('{"a":', "a.json")).rejects.toMatchObject({ failure: { field: "format", message: /not JSON/ } });
  });
  it("text, without its byte order mark unless asked for", async () => {
    expect(jsons(await extract("\ufeffhé", "a.txt"))).toEqual([{ data: "hé" }]);
    expect(jsons(await extract("\ufeffhé", "a.txt", { mark: "keep" }))).toEqual([{ data: "\ufeffhé" }]);
    expect(jsons(await extract(Buffer.from("hé", "latin1"), "a.txt"))).toEqual([{ data: "hé" }]);
    await expect(extract(Buffer.from("hé", "latin1"), "a.txt", { encoding: "utf-8" })).rejects.toMatchObject({
      failure: { field: "encoding" },
    });
  });
  it("keeps the item's fields and file as asked", async () => {
    const [kept] = await extract("x", "a.txt", { keep: "both" }, { id: 7 });
    expect(kept).toMatchObject({ json: { id: 7, data: "x" }, binary: { data: { fileName: "a.txt" } } });
    const [bare] = await extract("x", "a.txt", {}, { id: 7 });
    expect(bare).toEqual({ json: { data: "x" }, source: 0 });
  });
  it("base64 and back", async () => {
    const [item] = await extract(Uint8Array.of(0, 255, 1), "a.bin");
    expect(item?.json).toEqual({ data: "AP8B" });
    const { outputs } = await runStep(convertToFileAction, {
      params: { format: "binary", fileName: "../../x.bin" },
      items: [{ json: item?.json ?? {} }],
      blobs,
    });
    const file = outputs[0]?.[0]?.binary?.data;
    expect(file?.fileName).toBe("x.bin");
    expect([...(file ? await blobs.bytes(file) : [])]).toEqual([0, 255, 1]);
    const bad = await runStep(convertToFileAction, { params: { format: "binary" }, items: itemsOf({ data: "not base64!" }, {}), blobs });
    expect(bad.failures.map(({ item: index, failure }) => [index, failure.message])).toEqual([
      [0, "'data' holds no base64."],
      [1, "The item has no field 'data'."],
    ]);
  });
  it("XML, with what is broken named by line and column", async () => {
    expect(jsons(await extract('<a x="1"><b>2</b></a>', "a.xml"))).toEqual([{ data: { a: { x: "1", b: "2" } } }]);
    await expect(extract("<a>\n<b></a>", "a.xml")).rejects.toThrow(/not well formed at line 2/);
  });
});

describe("calendar files", () => {
  const event = {
    title: "Roof, inspection; at noon",
    start: "2026-05-31T12:00:00",
    end: "2026-05-31T13:00:00",
    description: "Bring\nladder",
    location: "Calle Ñ 5, Madrid",
    attendees: [{ name: 'A "B"\r\nX-BAD:1', email: "ann@example.com", rsvp: true }],
    uid: "u1",
    recurrence: "FREQ=WEEKLY;COUNT=3",
  };
  const make = async (params: JsonObject, timezone = "Europe/Madrid"): Promise<string> => {
    const { outputs } = await runStep(calendarEventAction, { params, blobs, timezone });
    const file = outputs[0]?.[0]?.binary?.data;
    return Buffer.from(file ? await blobs.bytes(file) : []).toString();
  };
  it("what is written is read again, in UTC", async () => {
    const text = await make(event);
    expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text).not.toMatch(/^X-BAD/m);
    const [read] = jsons(await extract(text, "a.ics"));
    expect(read).toMatchObject({
      uid: "u1",
      summary: "Roof, inspection; at noon",
      description: "Bring\nladder",
      location: "Calle Ñ 5, Madrid",
      start: { date: "2026-05-31T10:00:00.000Z", type: "DATE-TIME" },
      recurrenceRule: { frequency: "WEEKLY", count: 3 },
      attendees: [{ email: "ann@example.com", rsvp: true }],
    });
  });
  it("whole days end on the day after the last", async () => {
    const text = await make({ title: "x", allDay: true, start: "2026-01-03", end: "2026-01-04" });
    expect(text).toContain("DTSTART;VALUE=DATE:20260103\r\nDTEND;VALUE=DATE:20260105\r\n");
  });
  it("refuses what is no date or zone, and an end before the begin", async () => {
    const failed = (params: JsonObject) => make(params).catch((error: { failure: unknown }) => error.failure);
    expect(await failed({ ...event, start: "soon" })).toMatchObject({ field: "start", message: "'soon' is no date." });
    expect(await failed({ ...event, zone: "Mars/Olympus" })).toMatchObject({ field: "zone" });
    expect(await failed({ ...event, end: "2020-01-01" })).toMatchObject({ field: "end" });
  });
  it("reads zones, folded lines and several events; the whole calendar in one field where asked", async () => {
    const ics =
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nSUMMARY:Long\n er\nDTSTART;TZID=America/New_York:20260601T090000\nBEGIN:VALARM\nDESCRIPTION:no\nEND:VALARM\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260601\nEND:VEVENT\nEND:VCALENDAR\n";
    expect(jsons(await extract(ics, "a.ics"))).toEqual([
      {
        summary: "Longer",
        start: { date: "2026-06-01T13:00:00.000Z", type: "DATE-TIME", local: { timezone: "America/New_York", date: "20260601T090000" } },
      },
      { start: { date: "2026-06-01T00:00:00.000Z", type: "DATE" } },
    ]);
    expect(jsons(await extract(ics, "a.ics", { each: "field" }))).toMatchObject([
      { data: { version: "2.0", prodId: "x", events: [{}, {}] } },
    ]);
  });
  it("names the line that can't be read, and a calendar that was cut off", async () => {
    await expect(extract("BEGIN:VCALENDAR\nnonsense\n", "a.ics")).rejects.toThrow("Line 2 of the calendar file can't be read.");
    await expect(extract("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "a.ics")).rejects.toThrow(/no whole calendar/);
  });
});

const pdf = (text: string): Buffer => pdfOf(`BT /F1 24 Tf 50 700 Td (${text}) Tj ET`);

describe("PDF", () => {
  it("gives its text and what it says of itself", async () => {
    const [read] = jsons(await extract(pdf("Invoice 2026-014"), "a.pdf"));
    expect(read).toMatchObject({ numpages: 1, numrender: 1, text: "Invoice 2026-014" });
    expect(jsons(await extract(pdf("x"), "a.pdf", { joinPages: false }))[0]?.text).toEqual(["x"]);
  });
  it.each([
    ["once", 1],
    ["twice over", 2],
  ])("refuses one whose streams unpack without end, packed %s", async (_, layers) => {
    let body = Buffer.alloc(300 * 1024 * 1024);
    for (let n = 0; n < layers; n++) body = deflateSync(body);
    const bomb = Buffer.concat([
      Buffer.from("%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\r\n"),
      body,
      Buffer.from("\nendstream endobj\n%%EOF"),
    ]);
    await expect(extract(bomb, "a.pdf")).rejects.toThrow("The PDF holds data that would unpack to more than 256 MB.");
  });
  it("says that a file is none", async () => {
    await expect(extract("hello", "a.pdf")).rejects.toThrow("The file is not a PDF that can be read.");
  });
});
