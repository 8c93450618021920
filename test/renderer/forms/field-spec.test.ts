import { describe, expect, it } from "vitest";
import { z } from "zod";
import { OPERATIONS as RUN_TIME_OPERATIONS, UNARY as RUN_TIME_UNARY } from "../../../connectors/core/conditions/schema.ts";
import { field } from "../../../connectors/kit/field.ts";
import { changed, newRow } from "../../../renderer/features/forms/changed-row.ts";
import { toExpression } from "../../../renderer/features/forms/expression-text.ts";
import { isShown, readFields } from "../../../renderer/features/forms/field-spec.ts";
import { OPERATIONS, UNARY } from "../../../renderer/features/forms/operations.ts";

const specsOf = (schema: z.ZodType) => readFields(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));

describe("a form read from a schema", () => {
  it("keeps the kit's hints", () => {
    const [spec] = specsOf(
      z.object({
        mode: field(z.enum(["a", "b"]).default("a"), {
          title: "Mode",
          help: "Which.",
          labels: ["First", "Second"],
          expression: "no",
          advanced: true,
        }),
      }),
    );
    expect(spec).toMatchObject({
      title: "Mode",
      help: "Which.",
      widget: "select",
      expression: false,
      advanced: true,
      required: false,
      fallback: "a",
      choices: [
        { value: "a", label: "First" },
        { value: "b", label: "Second" },
      ],
    });
  });

  it("finds a widget for every kind of schema", () => {
    const specs = specsOf(
      z.object({
        text: z.string(),
        anything: z.unknown().optional(),
        count: z.number(),
        whole: z.coerce.number().int().optional(),
        on: z.boolean().default(false),
        group: z.object({ inner: z.string() }),
        rows: z.array(z.object({ name: z.string() })),
        words: z.array(z.string()),
        several: z.array(z.enum(["x", "y"])),
        either: z.union([z.literal("p"), z.literal("q")]),
        maybe: z.string().nullable(),
        map: z.record(z.string(), z.unknown()),
      }),
    );
    expect(Object.fromEntries(specs.map(({ name, widget }) => [name, widget]))).toEqual({
      text: "text",
      anything: "value",
      count: "number",
      whole: "number",
      on: "switch",
      group: "fields",
      rows: "list",
      words: "json",
      several: "choices",
      either: "select",
      maybe: "text",
      map: "json",
    });
    expect(specs.find(({ name }) => name === "rows")?.fields.map(({ name }) => name)).toEqual(["name"]);
  });

  it("offers what may be in a list, in the list's own words", () => {
    const [spec] = specsOf(z.object({ methods: field(z.array(z.enum(["GET", "POST"])), { title: "Methods", labels: ["Read", "Send"] }) }));
    expect(spec?.choices).toEqual([
      { value: "GET", label: "Read" },
      { value: "POST", label: "Send" },
    ]);
  });

  it("makes one form of rows of several kinds: the kind, then what belongs to it", () => {
    const at = z.string().default("09:00");
    const rule = z.discriminatedUnion("unit", [
      z.object({ unit: z.literal("minutes"), every: z.number().default(5) }),
      z.object({ unit: z.literal("days"), every: z.number().default(1), at }),
      z.object({ unit: z.literal("weeks"), every: z.number().default(1), at }),
    ]);
    const [spec] = specsOf(z.object({ rules: field(z.array(rule), { title: "When", expression: "no" }) }));
    if (!spec) throw new Error("no field");
    expect(spec).toMatchObject({ widget: "list", kind: "unit" });
    expect(spec.fields[0]?.choices.map(({ value }) => value)).toEqual(["minutes", "days", "weeks"]);
    expect(spec.fields.some(({ expression }) => expression)).toBe(false);
    const shownFor = (unit: string) =>
      spec.fields.filter((one) => isShown(one, spec.fields, { unit })).map(({ name, fallback }) => [name, fallback]);
    expect(shownFor("minutes")).toEqual([
      ["unit", undefined],
      ["every", 5],
    ]);
    expect(shownFor("weeks")).toEqual([
      ["unit", undefined],
      ["every", 1],
      ["at", "09:00"],
    ]);
    expect(changed(spec, { unit: "days", every: 3, at: "07:30" }, "unit", "weeks")).toEqual({ unit: "weeks", every: 3, at: "07:30" });
    expect(changed(spec, { unit: "days", every: 3, at: "07:30" }, "unit", "minutes")).toEqual({ unit: "minutes" });
    expect(newRow(spec)).toEqual({ unit: "minutes" });
    expect(newRow({ ...spec, fallback: [{ unit: "days", every: 1 }] })).toEqual({ unit: "days", every: 1 });
    expect(changed(spec, { unit: "days" }, "every", 2)).toEqual({ unit: "days", every: 2 });
  });

  it("makes one form of an object of several kinds, alone as in a list, and of a whole step", () => {
    const to = z.discriminatedUnion("kind", [
      z.object({
        kind: field(z.literal("mail"), { title: "Send by", labels: ["E-mail"] }),
        address: field(z.string(), { title: "Address" }),
      }),
      z.object({ kind: z.enum(["text", "call"]), phone: z.string(), country: z.string().default("US") }),
    ]);
    const [one, perhaps] = specsOf(z.object({ to: field(to, { title: "To" }), copy: to.nullable().optional() }));
    if (!one || !perhaps) throw new Error("no field");
    expect(one).toMatchObject({ title: "To", widget: "fields", kind: "kind", expression: false, required: true });
    expect(perhaps).toMatchObject({ widget: "fields", kind: "kind", required: false });
    expect(one.fields[0]).toMatchObject({ title: "Send by", widget: "select" });
    expect(one.fields[0]?.choices).toEqual([
      { value: "mail", label: "E-mail" },
      { value: "text", label: "text" },
      { value: "call", label: "call" },
    ]);
    const shownFor = (values: Record<string, unknown>) =>
      one.fields.filter((each) => isShown(each, one.fields, values)).map(({ name, expression }) => [name, expression]);
    expect(shownFor({})).toEqual([["kind", false]]);
    expect(shownFor({ kind: "call" })).toEqual([
      ["kind", false],
      ["phone", true],
      ["country", true],
    ]);
    expect(changed(one, { kind: "call", phone: "1", country: "UK" }, "kind", "text")).toEqual({ kind: "text", phone: "1", country: "UK" });
    expect(changed(one, { kind: "call", phone: "1" }, "kind", "mail")).toEqual({ kind: "mail" });
    expect(specsOf(to).map(({ name }) => name)).toEqual(["kind", "address", "phone", "country"]);
  });

  it("names what has no title", () => {
    expect(readFields({ properties: { firstName: { type: "string" }, api_key: { type: "string" } } }).map(({ title }) => title)).toEqual([
      "First name",
      "Api key",
    ]);
  });

  it("gives nothing for what is no schema", () => {
    for (const broken of [undefined, null, 3, "x", { properties: 3 }]) expect(readFields(broken)).toEqual([]);
  });
});

describe("fields that follow from others", () => {
  const specs = readFields({
    properties: {
      body: { type: "string", enum: ["none", "json"], default: "none" },
      text: { type: "string", showIf: { body: ["json"] } },
    },
  });
  const text = specs[1];
  const shown = (values: Record<string, unknown>) => (text ? isShown(text, specs, values) : false);

  it("follow the value, or the default where there is none", () => {
    expect(shown({})).toBe(false);
    expect(shown({ body: "json" })).toBe(true);
  });

  it("stay in sight while an expression decides", () => {
    expect(shown({ body: "={{ $json.kind }}" })).toBe(true);
  });
});

describe("conditions", () => {
  it("offer what the step itself knows, no more and no less", () => {
    const sorted = (operations: Readonly<Record<string, readonly string[]>>) =>
      Object.fromEntries(Object.entries(operations).map(([type, list]) => [type, [...list].sort()]));
    expect(sorted(OPERATIONS)).toEqual(sorted(RUN_TIME_OPERATIONS));
    expect([...UNARY].sort()).toEqual([...RUN_TIME_UNARY].sort());
  });
});

describe("turning a value into an expression", () => {
  it("keeps text as it is and writes anything else as a value", () => {
    expect(toExpression("Hello")).toBe("=Hello");
    expect(toExpression(3)).toBe("={{ 3 }}");
    expect(toExpression(true)).toBe("={{ true }}");
    expect(toExpression(undefined)).toBe("=");
  });
});
