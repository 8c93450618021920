import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "../../../../electron/cli/launch/lock.ts";

let home: string;
let lock: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lock-"));
  lock = join(home, "lock");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("the build's lock", () => {
  it("is held while the work is done, and gone after it, also when that throws", () => {
    expect(withLock(lock, () => existsSync(lock))).toBe(true);
    expect(existsSync(lock)).toBe(false);
    expect(() =>
      withLock(lock, () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(existsSync(lock)).toBe(false);
  });

  it("of a process that is gone is taken over", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    mkdirSync(lock);
    writeFileSync(join(lock, "pid"), String(pid));
    expect(withLock(lock, () => "done")).toBe("done");
  });

  it("keeps two processes apart", () => {
    const file = resolve(import.meta.dirname, "..", "..", "..", "..", "electron", "cli", "launch", "lock.ts");
    const log = join(home, "log");
    const script = `
      import { appendFileSync } from "node:fs";
      import { withLock } from ${JSON.stringify(file)};
      for (let i = 0; i < 5; i += 1)
        withLock(${JSON.stringify(lock)}, () => {
          appendFileSync(${JSON.stringify(log)}, "in ");
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
          appendFileSync(${JSON.stringify(log)}, "out ");
        });`;
    const both = `
      import { spawn } from "node:child_process";
      import { once } from "node:events";
      const children = [1, 2].map(() => spawn(process.execPath, ["--input-type=module", "-e", ${JSON.stringify(script)}], { stdio: "inherit" }));
      await Promise.all(children.map((child) => once(child, "exit")));`;
    expect(spawnSync(process.execPath, ["--input-type=module", "-e", both], { stdio: ["ignore", "ignore", "inherit"] }).status).toBe(0);
    expect(readFileSync(log, "utf8")).toBe("in out ".repeat(10));
  });
});
