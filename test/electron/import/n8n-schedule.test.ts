import { describe, expect, it } from "vitest";
import { findTrigger } from "../../../connectors/registry.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

const imported = (interval: object[]) => {
  const { workflow } = importN8n({
    name: "s",
    nodes: [
      {
        id: "1",
        name: "When",
        type: "n8n-nodes-base.scheduleTrigger",
        typeVersion: 1.2,
        position: [0, 0],
        parameters: { rule: { interval } },
      },
    ],
    connections: {},
  });
  return workflow.nodes[0];
};
const next = (interval: object[], after: string): string => {
  const trigger = findTrigger("core.schedule");
  if (trigger?.kind !== "schedule") throw new Error("no schedule");
  const at = trigger.next(trigger.input.parse(imported(interval)?.params), Date.parse(after), "UTC");
  return at === undefined ? "never" : new Date(at).toISOString();
};

describe("n8n's schedules", () => {
  it("fire when theirs would", () => {
    expect(next([{ field: "days", triggerAtHour: 9, triggerAtMinute: 30 }], "2026-01-05T10:00:00Z")).toBe("2026-01-06T09:30:00.000Z");
    expect(next([{}], "2026-01-05T10:00:00Z")).toBe("2026-01-06T00:00:00.000Z");
    expect(next([{ field: "weeks", triggerAtDay: [3], triggerAtHour: 7 }], "2026-01-05T10:00:00Z")).toBe("2026-01-07T07:00:00.000Z");
    expect(next([{ field: "months", triggerAtDayOfMonth: 15 }], "2026-01-05T10:00:00Z")).toBe("2026-01-15T00:00:00.000Z");
    expect(next([{ field: "cronExpression", expression: "0 6 * * 1-5" }], "2026-01-09T10:00:00Z")).toBe("2026-01-12T06:00:00.000Z");
    expect(next([{ field: "minutes", minutesInterval: 15 }], "2026-01-05T10:01:00Z")).toBe("2026-01-05T10:15:00.000Z");
  });
});
