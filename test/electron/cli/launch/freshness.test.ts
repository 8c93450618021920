import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isFresh, listSources, stampFile } from "../../../../electron/cli/launch/freshness.mjs";

let root: string;
const write = (path: string, text = "x") => writeFileSync(join(root, path), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fresh-"));
  for (const folder of ["dist", "electron/cli", "connectors", "renderer"]) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ["electron/main.ts", "electron/cli/imx.ts", "connectors/registry.ts", "renderer/app.tsx", "package.json"]) write(file);
  writeFileSync(stampFile(root, "main"), listSources(root, "main"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a bundle", () => {
  it("is fresh while its sources are what it was made from", () => {
    expect(isFresh(root, "main")).toBe(true);
    write("renderer/app.tsx", "other");
    expect(isFresh(root, "main")).toBe(true);
  });

  it.each([
    ["a file changed", () => write("electron/cli/imx.ts", "other")],
    ["a file came", () => write("connectors/new.ts")],
    ["a file went", () => rmSync(join(root, "connectors/registry.ts"))],
    ["a file was renamed", () => renameSync(join(root, "electron/main.ts"), join(root, "electron/other.ts"))],
    ["an older file took its place", () => utimesSync(join(root, "electron/main.ts"), 1, 1)],
    ["a package changed", () => write("package.json", "other")],
    ["it was never built", () => rmSync(stampFile(root, "main"))],
  ])("is stale once %s", (_what, change) => {
    change();
    expect(isFresh(root, "main")).toBe(false);
  });

  it("is looked at in a moment: the whole checkout in under 30 ms", () => {
    const checkout = resolve(import.meta.dirname, "..", "..", "..", "..");
    listSources(checkout, "main");
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      listSources(checkout, "main");
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(30);
  });
});
