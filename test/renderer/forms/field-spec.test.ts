import { describe, expect, it } from "vitest";
import { z } from "zod";
import { OPERATIONS as RUN_TIME_OPERATIONS, UNARY as RUN_TIME_UNARY } from "../../../connectors/core/conditions/schema.ts";
import { field } from "../../../connectors/kit/field.ts";
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
