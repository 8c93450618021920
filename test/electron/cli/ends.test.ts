import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { imx, serve } from "../../helpers/imx.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

const node = (id: string, type: string, params: object) => ({ id, name: id, type, position: { x: 0, y: 0 }, params });

it("commands end when their work is done, however long a schedule or a wait still has to go", async () => {
  const folder = tempDir();
  const data = join(folder, "data");
  const file = async (name: string, nodes: object[], edges: object[] = []): Promise<string> => {
    const path = join(folder, `${name}.json`);
    await writeFile(path, JSON.stringify({ format: 1, id: "w", name, nodes, edges }));
    return path;
  };
  const daily = await file("daily", [node("daily", "core.schedule", { rules: [{ unit: "cron", cron: "0 9 * * *" }] })]);
  const waits = await file(
    "waits",
    [node("start", "core.manual", {}), node("nap", "core.wait", { amount: 3, unit: "days" })],
    [{ id: "e", from: { node: "start", port: "out" }, to: { node: "nap", port: "in" } }],
  );
  expect((await imx(["add", daily, "--publish", "--data", data])).code).toBe(0);
  const run = await imx(["run", waits, "--json", "--data", data]);
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ status: "waiting" });
  // Serves a schedule and a run that waits, and ends when it is told to.
  await (await serve(data)).stop();
}, 60_000);
