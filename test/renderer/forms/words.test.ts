import { describe, expect, it } from "vitest";
import { z } from "zod";
import { core } from "../../../connectors/core/index.ts";
import { toolInfo } from "../../../connectors/registry.ts";
import { misplaced, wrongKind } from "../../../renderer/features/forms/data-words.ts";
import { readFields } from "../../../renderer/features/forms/field-spec.ts";
import { fieldTitle } from "../../../renderer/features/forms/field-title.ts";
import { causeOf } from "../../../renderer/i18n/cause-of.ts";
import { faultText } from "../../../renderer/i18n/fault-text.ts";
import { createI18n } from "../../../renderer/i18n/i18n.ts";

const data = [
  { text: "$json", json: { body: { amount: 7, phone: 1, tags: ["a"] }, "first name": "Ana" } },
  { text: "$('New lead').item.json", json: { customer: { email: "a@b.c" } } },
];

describe("a field that the item does not have", () => {
  it("is said by its name, and where the item has it", () => {
    expect(misplaced("={{ $json.amount * 2 }}", data)).toEqual({ name: "amount", meant: "$json.body.amount" });
    expect(misplaced("=To {{ $('New lead').item.json.email }}", data)).toEqual({
      name: "email",
      meant: "$('New lead').item.json.customer.email",
    });
    expect(misplaced("={{ $json.query.phone }}", data)).toEqual({ name: "query", meant: "$json.body.phone" });
    expect(misplaced("={{ $json.colour.trim() }}", data)).toEqual({ name: "colour", meant: undefined });
  });

  it("is not missed where it is there, is no field, or stands outside the braces", () => {
    for (const text of [
      "={{ $json.body.amount }}",
      '={{ $json["first name"].trim() }}',
      "={{ $json.body.tags.length + $json.body.tags[5] }}",
      "=$json.amount is text",
    ])
      expect(misplaced(text, data), text).toBeUndefined();
  });
});

describe("a method on a value that has none such", () => {
  it("is told with what the value is and what the method works on", () => {
    expect(wrongKind("={{ $json.body.phone.trim() }}", "trim", data)).toEqual({
      field: "phone",
      kind: "number",
      method: "trim",
      worksOn: "text",
    });
    expect(wrongKind("={{ $json.body.map(x => x) }}", "map", data)).toMatchObject({ field: "body", kind: "object", worksOn: "list" });
    expect(wrongKind("={{ $json.body.nonsense() }}", "nonsense", data)).toMatchObject({ worksOn: undefined });
  });
});

describe("what is wrong with a field", () => {
  it("is said without the path of the field and the number of the item", () => {
    expect(causeOf({ field: "rules.0.at", message: "'rules.0.at': Write the time as 09:30" })).toBe("Write the time as 09:30.");
    expect(causeOf({ field: "status", message: "status: expected number" })).toBe("Expected number.");
    expect(causeOf({ message: "A 'json' property isn't an object [item 0]" })).toBe("A 'json' property isn't an object.");
    expect(causeOf({ field: "to", message: "The address is not there" })).toBe("The address is not there");
  });

  it("is said of which step where no form stands beside it", () => {
    const about = { severity: "error" as const, code: "bad-field", node: "n1", name: "At times", field: "rules.0.at" };
    const problems = [{ ...about, message: "'rules.0.at': Write the time as 09:30", fix: "Correct this field." }];
    expect(faultText(createI18n("en").t, { code: "UNUSABLE", message: "", problems })).toBe(
      "At times: Write the time as 09:30. Correct this field.",
    );
  });

  it("names the field as the form does", () => {
    const { t } = createI18n("en");
    const input = (id: string) => {
      const tool = toolInfo(core);
      const found = [...tool.triggers, ...tool.actions].find(({ type }) => type === id);
      return readFields(z.record(z.string(), z.unknown()).parse(found?.input));
    };
    expect(fieldTitle(t, input("core.if"), "conditions.rules.0.left")).toBe("Conditions · Value to check 1");
    expect(fieldTitle(t, input("core.schedule"), "rules.0.at")).toBe("When · 1 · At");
    expect(fieldTitle(t, input("core.set"), "fields.3.value")).toBe("Fields · Value 4");
    expect(fieldTitle(t, input("core.set"), "nothing")).toBeUndefined();
  });
});
