import { describe, expect, it } from "vitest";
import type { WorkflowNode } from "#shared/model/workflow.ts";
import { core } from "../../../connectors/core/index.ts";
import { toolInfo } from "../../../connectors/registry.ts";
import { calledBy } from "../../../renderer/features/editor/canvas/summary.ts";
import { subtitleOf } from "../../../renderer/features/editor/canvas/words.ts";
import { indexCatalog } from "../../../renderer/features/editor/store/catalog-index.ts";
import { createI18n } from "../../../renderer/i18n/i18n.ts";
import { leads } from "./sample.ts";

const { byType } = indexCatalog([toolInfo(core)]);

/** The line on a card whose step has kept its first name. */
function line(type: string, params: WorkflowNode["params"], more: { language?: "en" | "es"; called?: string } = {}): string {
  const [first] = leads().nodes;
  const operation = byType.get(type);
  if (!first || !operation) throw new Error("no such step");
  const { language = "en", called } = more;
  return subtitleOf({ ...first, name: operation.title, type, params }, operation, { t: createI18n(language).t, language, called });
}
const rule = (left: string, operation: string, right: unknown = "") => ({ left, type: "string", operation, right });

describe("a card says what its step does", () => {
  it("a condition by its first rule", () => {
    const rules = [rule("={{ $json.body.amount }}", "gt", 1000), rule("={{ $json.name }}", "exists")];
    expect(line("core.if", { conditions: { rules } })).toBe("amount is more than 1000 and one more");
    expect(line("core.if", { conditions: { rules: [rule("={{ $('New lead').item.json.name.trim() }}", "notEmpty")] } })).toBe(
      "$('New lead').item.json.name.trim() is not empty",
    );
    expect(line("core.filter", { conditions: { rules: [rule('={{ $json["first name"] }}', "equals", "Ann")] } })).toBe(
      "first name is equal to Ann",
    );
  });

  it("fields to set by their names", () => {
    const fields = [
      { name: "total", type: "number", value: "" },
      { name: "phone", type: "string", value: "" },
    ];
    expect(line("core.set", { fields })).toBe("total, phone");
  });

  it("times by their rule, in the language of the window", () => {
    expect(line("core.schedule", { rules: [{ unit: "days", every: 1, at: "09:00" }] })).toBe("Every day, 09:00");
    const weeks = { unit: "weeks", every: 2, at: "07:30", weekdays: [1, 5] };
    expect(line("core.schedule", { rules: [weeks] })).toBe("Every 2 weeks, Mon, Fri 07:30");
    expect(line("core.schedule", { rules: [weeks] }, { language: "es" })).toBe("Cada 2 semanas, lun, vie 07:30");
    expect(line("core.schedule", { rules: [{ ...weeks, every: 1 }] })).toBe("Mon, Fri 07:30");
    expect(line("core.wait", { until: "interval", amount: 5, unit: "minutes" })).toBe("5 minutes");
    expect(line("core.wait", { until: "webhook" })).toBe("Until a webhook is called");
  });

  it("a call by the workflow's name, never by its id", () => {
    const params = { workflow: "wf_1" };
    const [first] = leads().nodes;
    if (!first) throw new Error("no step");
    expect(calledBy({ ...first, type: "core.call_workflow", params }, byType.get("core.call_workflow"))).toBe("wf_1");
    expect(line("core.call_workflow", params, { called: "Send invoice" })).toBe("Send invoice");
    expect(line("core.call_workflow", params, { called: "" })).not.toContain("wf_1");
  });

  it("what is not filled in yet by what the step is for", () => {
    expect(line("core.if", {})).toBe("Sends each item one way or the other, by conditions.");
    expect(line("core.if", { conditions: { rules: [rule("=", "equals")] } })).toBe("Sends each item one way or the other, by conditions.");
  });
});
