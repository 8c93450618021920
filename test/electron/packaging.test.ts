import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../electron/cli/launch/build.ts";
import { listAsar, readFuses, writeFakeElectron } from "../helpers/fake-electron.ts";

const root = resolve(import.meta.dirname, "..", "..");
const { version } = createRequire(import.meta.url)("electron/package.json") as { version: string };
const PACKAGING_MS = 240_000;

// The packager runs on a folder that only looks like Electron, so this needs Linux but no binary.
describe.runIf(process.platform === "linux")("the packaged app", () => {
  let home: string;
  let out: string;
  let files: ReturnType<typeof listAsar>;

  beforeAll(() => {
    if (!build(root, ["main", "preload", "renderer"])) throw new Error("The app can't be built.");
    home = mkdtempSync(join(tmpdir(), "package-"));
    writeFakeElectron(join(home, "electron"), version);
    const cli = join(root, "node_modules", "electron-builder", "cli.js");
    const done = spawnSync(
      process.execPath,
      [cli, "--dir", "--linux", `-c.directories.output=${join(home, "out")}`, `-c.electronDist=${join(home, "electron")}`],
      { cwd: root, encoding: "utf8" },
    );
    if (done.status !== 0) throw new Error(`electron-builder:\n${done.stdout}${done.stderr}`);
    out = join(home, "out", "linux-unpacked");
    files = listAsar(readFileSync(join(out, "resources", "app.asar")));
  }, PACKAGING_MS);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it("holds the app's bundles, its screens and the one native module, and nothing else", () => {
    const paths = files.map((file) => file.path);
    expect(paths).toEqual(
      expect.arrayContaining(["package.json", "dist/main/main.js", "dist/main/preload.cjs", "dist/renderer/index.html"]),
    );
    const strange = paths.filter(
      (path) => !/^(package\.json$|dist\/(main|renderer)\/|resources\/icons\/|node_modules\/better-sqlite3\/)/.test(path),
    );
    expect(strange).toEqual([]);
    expect(paths.filter((path) => /\.(ts|map|c|cc|cpp|h|gyp)$/.test(path))).toEqual([]);
  });

  it("unpacks one native file and keeps everything else in the archive", () => {
    expect(files.filter((file) => file.unpacked).map((file) => file.path)).toEqual([
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    ]);
    expect(files.filter((file) => file.path.endsWith(".node"))).toHaveLength(1);
  });

  it("is at most 80 MB beside Electron", () => {
    expect(files.reduce((sum, file) => sum + file.size, 0)).toBeLessThan(80_000_000);
  });

  it("has its fuses set: no way to run as Node, nothing but the checked archive, no file: privileges", () => {
    const executable = readdirSync(out).find((name) => name === "infinite-matrix");
    expect(readFuses(readFileSync(join(out, executable ?? "")))).toMatchObject({
      runAsNode: false,
      nodeOptions: false,
      nodeCliInspect: false,
      cookieEncryption: true,
      asarIntegrity: true,
      onlyAsar: true,
      browserSnapshot: false,
      fileProtocol: false,
    });
  });
});
