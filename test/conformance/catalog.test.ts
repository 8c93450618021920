import { describe, expect, it } from "vitest";
import { catalog, connectors, findAction, findTrigger, toolInfo } from "../../connectors/registry.ts";
import { ToolInfo } from "../../electron/shared/model/catalog.ts";

const tools = catalog();
const operations = tools.flatMap((tool) => [...tool.actions, ...tool.triggers].map((operation) => ({ tool, operation })));

describe("catalog", () => {
  it("holds something", () => {
    expect(operations.length).toBeGreaterThan(0);
  });

  it.each(tools.map((tool) => [tool.id, tool] as const))("%s can be shown: its entry fits the contract and plain JSON", (_, tool) => {
    expect(ToolInfo.parse(JSON.parse(JSON.stringify(tool)))).toEqual(tool);
  });

  it.each(operations.map(({ operation }) => [operation.type, operation] as const))("%s says what it does", (_, operation) => {
    expect(operation.title.length).toBeGreaterThan(1);
    expect(operation.description).toMatch(/^[A-Z].*\.$/s);
    expect(operation.input).toMatchObject({ type: "object" });
  });

  it.each(operations.filter(({ tool }) => tool.id === "core").map(({ operation }) => [operation.type, operation] as const))(
    "%s, which every workflow may need, gives an example in a line",
    (_, operation) => {
      expect(operation.example).toMatch(/^.{15,110}$/);
    },
  );

  it.each(operations.map(({ operation }) => [operation.type, operation] as const))("%s names each of its fields", (_, operation) => {
    const properties = (operation.input as { properties?: Record<string, { title?: string }> }).properties ?? {};
    for (const [name, schema] of Object.entries(properties)) expect(schema.title, name).toBeTruthy();
  });

  it("shows each connector as it shows it alone", () => {
    expect(connectors.map(toolInfo)).toEqual(tools);
  });

  it("has each type once per version and finds it", () => {
    const seen = new Set<string>();
    for (const connector of connectors) {
      for (const action of connector.actions) {
        const type = `${connector.manifest.id}.${action.id}`;
        const key = `${type}@${action.version ?? 1}`;
        expect(seen.has(key), key).toBe(false);
        seen.add(key);
        expect(findAction(type, action.version ?? 1)).toBe(action);
      }
      for (const trigger of connector.triggers) expect(findTrigger(`${connector.manifest.id}.${trigger.id}`)).toBe(trigger);
    }
    expect(findAction("core.nope")).toBeUndefined();
    expect(findAction("core.set", 99)).toBeUndefined();
  });

  it.each(connectors.flatMap((c) => c.actions.map((action) => [`${c.manifest.id}.${action.id}`, action] as const)))(
    "%s has a sample that fits its own output",
    (_, action) => {
      for (const json of action.sample) expect(action.output?.safeParse(json).success ?? true).toBe(true);
      const terminal = action.terminal === true || (Array.isArray(action.outputs) && action.outputs.length === 0);
      if (!terminal) expect(action.sample.length).toBeGreaterThan(0);
    },
  );
});
