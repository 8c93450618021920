import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imx } from "../../helpers/imx.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imx-csv-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const workflow = (input: string, output: string) => {
  const node = (id: string, type: string, params: object = {}) => ({ id, name: id, type, position: { x: 0, y: 0 }, params });
  const steps = [
    node("start", "core.manual"),
    node("read", "core.read_file", { path: input, format: "csv" }),
    node("open", "core.filter", {
      conditions: { rules: [{ left: "={{ $json.state }}", type: "string", operation: "equals", right: "open" }] },
    }),
    node("total", "core.set", { fields: [{ name: "total", type: "number", value: "={{ $json.hours * $json.rate }}" }] }),
    node("write", "core.write_file", { path: output, format: "csv" }),
  ];
  const edges = steps
    .slice(1)
    .map((step, i) => ({ id: `e${i}`, from: { node: steps[i]?.id, port: "out" }, to: { node: step.id, port: "in" } }));
  return { format: 1, id: "csv", name: "csv", nodes: steps, edges };
};
const run = async (csv: string) => {
  await writeFile(join(folder, "jobs.csv"), csv);
  const file = join(folder, "w.json");
  await writeFile(file, JSON.stringify(workflow(join(folder, "jobs.csv"), join(folder, "out.csv"))));
  return imx(["run", file, "--json", "--files", folder]);
};

describe("a CSV file of a contractor's jobs", () => {
  it("of 10,000 rows is read, filtered, worked out and written", async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => `${i},"Smith, ${i}",${i % 2 ? "open" : "done"},${i % 9},85`);
    const outcome = await run(["job,customer,state,hours,rate", ...rows].join("\n"));
    expect(outcome.code).toBe(0);
    const written = (await readFile(join(folder, "out.csv"), "utf8")).trim().split("\n");
    expect(written).toHaveLength(5_001);
    expect(written[1]).toBe('1,"Smith, 1",open,1,85,85');
  });
  it("with a ragged row is refused, naming the line; nothing is written", async () => {
    await rm(join(folder, "out.csv"), { force: true });
    const outcome = await run("job,customer,state,hours,rate\n1,Ann,open,2,85\n2,Bob,open\n");
    expect(outcome.code).toBe(1);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      status: "failed",
      error: { node: "read", message: expect.stringContaining("3") as string },
    });
    await expect(readFile(join(folder, "out.csv"))).rejects.toThrow();
  });
});
