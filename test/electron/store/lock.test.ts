import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { findEngine, lockWorkspace, readEngineInfo } from "../../../electron/store/lock.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

const CHILD = fileURLToPath(new URL("./lock-child.ts", import.meta.url));
const info = { pid: process.pid, url: "http://127.0.0.1:1", token: "secret", startedAt: 1 };

async function contender(dir: string, url = "http://127.0.0.1:9"): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [CHILD, dir, url], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) return { child, line };
  throw new Error("the child said nothing");
}
const gone = (child: ChildProcess) => new Promise((resolve) => child.once("exit", resolve));

describe("an engine's hold on its workspace", () => {
  it("is told to the user alone and ends with it", () => {
    const dir = join(tempDir(), "w");
    const lock = lockWorkspace(dir);
    lock.announce(info);
    lock.announce({ ...info, url: "http://127.0.0.1:2" });
    expect(findEngine(dir)).toEqual({ ...info, url: "http://127.0.0.1:2" });
    if (process.platform !== "win32") for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    lock.release();
    expect(findEngine(dir)).toBeUndefined();
    lockWorkspace(dir).release();
  });

  it("refuses a second engine in the same process", () => {
    const dir = tempDir();
    const lock = lockWorkspace(dir);
    expect(() => lockWorkspace(dir)).toThrow(expect.objectContaining({ code: "in-use" }));
    lock.release();
  });

  it("refuses a second process, naming who holds it", async () => {
    const dir = tempDir();
    const { child, line } = await contender(dir);
    expect(line).toBe("held");
    expect(() => lockWorkspace(dir)).toThrow(
      expect.objectContaining({
        code: "in-use",
        message: expect.stringMatching(`process ${child.pid} at http://127.0.0.1:9, since 2026-01-01`),
      }),
    );
    expect((await contender(dir)).line).toContain(`refused An engine already works on ${dir}`);
  });

  it("falls with a process that is killed, whatever it had told", async () => {
    const dir = tempDir();
    const { child } = await contender(dir);
    const ended = gone(child);
    child.kill("SIGKILL");
    await ended;
    expect(readEngineInfo(dir)?.pid).toBe(child.pid);
    expect(findEngine(dir)).toBeUndefined();
    const lock = lockWorkspace(dir);
    lock.announce(info);
    expect(findEngine(dir)).toEqual(info);
    lock.release();
  });

  it("is won by exactly one of many that start at once", async () => {
    const dir = tempDir();
    const lines = await Promise.all(Array.from({ length: 5 }, () => contender(dir)));
    expect(lines.filter((c) => c.line === "held")).toHaveLength(1);
    expect(lines.filter((c) => c.line.startsWith("refused"))).toHaveLength(4);
  });

  it("is not disturbed by an announcement that can't be read", () => {
    const dir = tempDir();
    writeFileSync(join(dir, "engine.json"), "{");
    expect(findEngine(dir)).toBeUndefined();
    lockWorkspace(dir).release();
  });
});
