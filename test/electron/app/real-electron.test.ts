import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Desktop, electronBinary, LAUNCH_MS, launchDesktop } from "../../helpers/desktop.ts";

// What the stand-in can't show. Without Electron's binary these are listed as not run.

const binary = electronBinary();
const root = resolve(import.meta.dirname, "..", "..", "..");

describe.skipIf(binary === undefined)("real Electron", () => {
  let userData: string;
  let desktop: Desktop;

  beforeAll(async () => {
    userData = mkdtempSync(join(tmpdir(), "electron-"));
    desktop = await launchDesktop({ userData });
  }, LAUNCH_MS);
  afterAll(async () => {
    await desktop?.close();
    rmSync(userData, { recursive: true, force: true });
  });

  it("sandboxes each renderer process (A4)", async () => {
    const renderers = await desktop.evaluate(({ app }) => {
      // Real Electron's module, which has more than the stand-in's.
      const real = app as unknown as { getAppMetrics(): { type: string; sandboxed?: boolean }[] };
      return real
        .getAppMetrics()
        .filter((metric) => metric.type === "Tab")
        .map((metric) => metric.sandboxed ?? null);
    });
    expect(renderers.length).toBeGreaterThan(0);
    // Linux does not tell; there the process's own check has to do.
    expect(renderers.every((sandboxed) => sandboxed !== false)).toBe(true);
    expect(await desktop.page.evaluate(() => "process" in window)).toBe(false);
  });

  it("is a supported release: the major that package.json names (A16)", async () => {
    const versions = await desktop.evaluate(() => process.versions as Record<string, string | undefined>);
    expect(versions["electron"]?.split(".")[0]).toBe("45");
    expect(versions["node"]?.split(".")[0]).toBe("24");
  });

  it("runs once: a second start brings it to the front, with its link, and ends (A23)", async () => {
    const second = spawn(binary ?? "", [root, "--user-data", userData, "--no-sandbox", "infinite-matrix://open/catalog"], {
      stdio: "ignore",
    });
    const [code] = await once(second, "exit");
    expect(code).toBe(0);
    await expect.poll(() => desktop.page.evaluate(() => location.hash), { timeout: 15_000 }).toBe("#/catalog");
    expect(desktop.pages()).toHaveLength(1);
  });

  it("serves its screens under its own scheme, with that as their origin (A18)", async () => {
    expect(await desktop.page.evaluate(() => [location.href.split("#")[0], location.origin, isSecureContext])).toEqual([
      "imx://app/",
      "imx://app",
      true,
    ]);
  });

  it("loads the native database module and runs its threads from the app's folder", async () => {
    await desktop.page.getByText("Engine running").first().waitFor();
  });

  it("has a tray and a menu that the system accepts", async () => {
    const labels = await desktop.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label));
    expect(labels).toEqual(expect.arrayContaining(["File", "Edit", "View", "Workflow", "Window", "Help"]));
  });
});
