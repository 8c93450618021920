import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkspaceHost } from "../../helpers/host-client.ts";

let host: Awaited<ReturnType<typeof openWorkspaceHost>>;
beforeAll(async () => {
  host = await openWorkspaceHost();
});
afterAll(() => host?.close());

const node = (name: string, type: string) => ({ id: name, name, type, position: { x: 0, y: 0 } });
const ours = (more: object) => JSON.stringify({ format: 1, id: "w", name: "W", nodes: [], edges: [], ...more });
/** What the window shows of a refusal. */
async function refusal(text: string): Promise<{ message: string; field: unknown }> {
  const error: unknown = await host.client.workflows.import({ text }).catch((fault: unknown) => fault);
  const [problem] = Object(Object(error).data).problems ?? [];
  return { message: [Object(problem).message, Object(problem).fix].join(" "), field: Object(problem).field };
}

describe("an import's report", () => {
  it("of a file of ours counts its steps, and names those of tools that are not here", async () => {
    const text = ours({ nodes: [node("Start", "core.manual"), node("Tidy", "core.set"), node("Fly", "rocket.launch")] });
    const report = await host.client.workflows.import({ text });
    expect(report.mapped.map((step) => step.node)).toEqual(["Start", "Tidy"]);
    expect(report.unsupported).toMatchObject([{ node: "Fly", type: "rocket.launch" }]);
    expect((await host.client.workflows.get({ id: report.id })).nodes.length).toBe(3);
  });

  it("takes a file that begins with a byte order mark", async () => {
    expect((await host.client.workflows.import({ text: `\uFEFF${ours({ nodes: [node("Start", "core.manual")] })}` })).mapped.length).toBe(
      1,
    );
  });
});

describe("a file that can't be imported", () => {
  it("is refused with the place in it", async () => {
    const broken = await refusal(ours({ nodes: [{ ...node("Charge", "core.http"), position: { x: "a", y: 0 } }] }));
    expect(broken.message).toMatch(/^nodes\.0\.position\.x \(step 'Charge'\)/);
    expect(broken.field).toBe("nodes.0.position.x");
    expect((await refusal('{"nodes": [{"name": 1}], "connections": {}}')).message).toMatch(/nodes\.0\./);
  });

  it("is refused with the line where it stops being JSON", async () => {
    const { message } = await refusal('{\n  "format": 1,\n  "name": }');
    expect(message).toMatch(/^The file is no JSON: .*"name": }/);
    expect(message).not.toContain("text:");
  });
});
