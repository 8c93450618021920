import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isFailureFresh } from "../../../electron/cli/launch/electron-binary.ts";
import { imx } from "../../helpers/imx.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imx-words-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("imx says what to do", () => {
  it("of one command, asked by --help or help", async () => {
    const asked = await imx(["run", "--help"]);
    expect(asked).toMatchObject({ code: 0, stderr: "" });
    expect(asked.stdout).toMatch(/^imx run FILE[\s\S]*--input JSON/);
    expect((await imx(["help", "run"])).stdout).toBe(asked.stdout);
  });

  it("where an expression lacks its '=', without touching the text", async () => {
    const outcome = await imx(["eval", "{{ 2*3 }}"]);
    expect(outcome).toMatchObject({ code: 0, stdout: "{{ 2*3 }}\n", stderr: expect.stringContaining("'={{ 2*3 }}'") as string });
    expect(await imx(["eval", "={{ 2*3 }}"])).toMatchObject({ stdout: "6\n", stderr: "" });
  });

  it("where the folder is no workspace, and makes none of it", async () => {
    const outcome = await imx(["runs", "list", "--data", join(folder, "typo")]);
    expect(outcome).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(join(folder, "typo")) as string });
    expect(await readdir(folder)).not.toContain("typo");
  });

  it("where a file is n8n's", async () => {
    const file = join(folder, "Order intake.json");
    const node = { name: "Start", type: "n8n-nodes-base.manualTrigger", typeVersion: 1, position: [0, 0], parameters: {} };
    await writeFile(file, JSON.stringify({ nodes: [node], connections: {} }));
    expect(await imx(["validate", file])).toMatchObject({ code: 2, stderr: expect.stringContaining("imx import") as string });
    const ours = join(folder, "ours.json");
    expect((await imx(["import", file, "--out", ours])).code).toBe(0);
    expect(JSON.parse(await readFile(ours, "utf8")), "named after its file").toMatchObject({ name: "Order intake" });
  });

  it("where a port is taken, in one line", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const outcome = await imx(["serve", "--port", String(port), "--data", join(folder, "served")]);
    other.close();
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr.trim().split("\n").at(-1)).toBe(
      `imx: Port ${port} is taken by another program. Choose another with --port, or 0 for any free one.`,
    );
  });
});

describe("a download of Electron that failed", () => {
  it("is not tried again for a day", async () => {
    const file = join(folder, "failed");
    expect(isFailureFresh(file, Date.now())).toBe(false);
    await writeFile(file, "");
    expect(isFailureFresh(file, Date.now())).toBe(true);
    expect(isFailureFresh(file, Date.now() + 25 * 3_600_000)).toBe(false);
  });
});
