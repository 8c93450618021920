import { describe, expect, it } from "vitest";
import { ImportError } from "../../../electron/import/import-error.ts";
import { migrateDocument, readWorkflow } from "../../../electron/import/imx.ts";
import { migrations } from "../../../electron/shared/model/migrations/index.ts";
import { FORMAT } from "../../../electron/shared/model/workflow.ts";

const document = { format: 1, id: "w", name: "W", nodes: [], edges: [] };

describe("reading a workflow file", () => {
  it("fills in what a file may leave out", () => {
    expect(readWorkflow(JSON.stringify(document))).toMatchObject({ id: "w", settings: { order: "parallel" }, notes: [] });
    expect(readWorkflow(`\uFEFF${JSON.stringify(document)}`).name).toBe("W");
  });

  it("refuses a format that is newer than it knows, by name", () => {
    expect(() => readWorkflow(JSON.stringify({ ...document, format: 99 }))).toThrow(
      "The file has format 99; this version of the program reads up to 1",
    );
  });

  it("names the step and the field that are wrong", () => {
    const broken = { ...document, nodes: [{ id: "n", name: "Charge", type: "core.http", position: { x: "a", y: 0 } }] };
    const read = () => readWorkflow(JSON.stringify(broken));
    expect(read).toThrow(ImportError);
    expect(read).toThrow("nodes.0.position.x (step 'Charge')");
  });

  it.each(["{", "[]", '{"name":"x"}', '{"format":"1"}'])("refuses %s", (text) => {
    expect(() => readWorkflow(text)).toThrow(ImportError);
  });

  it("takes an older document up, one format after the other", () => {
    const step = (to: number) => ({
      to,
      migrate: (d: Record<string, unknown>) => ({ ...d, trail: [...((d.trail as number[]) ?? []), to] }),
      example: { before: {}, after: {} },
    });
    expect(migrateDocument({ format: 1 }, [step(2), step(3)], 3)).toEqual({ format: 3, trail: [2, 3] });
    expect(migrateDocument({ format: 2 }, [step(2), step(3)], 3)).toEqual({ format: 3, trail: [3] });
  });
});

describe("migrations of the workflow document", () => {
  it("lead from 2 up to today's format without a gap", () => {
    expect(migrations.map((m) => m.to)).toEqual(Array.from({ length: FORMAT - 1 }, (_, i) => i + 2));
  });
  it("do with their examples what they say", () => {
    for (const { to, migrate, example } of migrations) expect({ ...migrate(example.before), format: to }).toEqual(example.after);
  });
});
