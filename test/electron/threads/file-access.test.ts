import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { FileAccess } from "#kit/context.ts";
import { createFileAccess } from "../../../electron/threads/file-access.ts";

const root = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const onWindows = process.platform === "win32";

let granted: string;
let outside: string;
let files: FileAccess;
let count = 0;
beforeEach(() => {
  const home = join(root, String(count++));
  granted = join(home, "granted");
  outside = join(home, "outside");
  mkdirSync(join(granted, "sub"), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(granted, "in.txt"), "in");
  writeFileSync(join(outside, "secret.txt"), "secret");
  files = createFileAccess({ folders: [granted], base: granted });
});

const readText = async (path: string, access = files): Promise<string> => text((await access.read(path)).stream);

describe("reading", () => {
  it("gives the stream, size and name of a file by absolute or relative path", async () => {
    const file = await files.read(join(granted, "in.txt"));
    expect([file.size, file.name, await text(file.stream)]).toEqual([2, "in.txt", "in"]);
    expect(await readText("in.txt")).toBe("in");
    expect(await readText("sub/../in.txt")).toBe("in");
  });

  it.each([
    ["an absolute path elsewhere", () => join(outside, "secret.txt")],
    ["the system's files", () => "/etc/passwd"],
    ["a way up", () => "../outside/secret.txt"],
    ["a neighbour whose name begins alike", () => `${granted}-not/x.txt`],
    ["the folder itself", () => granted],
    ["an empty path", () => ""],
    ["a hidden end", () => "in.txt\0.png"],
    ["a file: address", () => `file://${join(outside, "secret.txt")}`],
  ])("refuses %s", async (_, path) => {
    await expect(files.read(path())).rejects.toMatchObject({ failure: { kind: "user", field: "path" } });
  });

  it("does not tell whether a file stands where it may not look", async () => {
    const there = await files.read(join(outside, "secret.txt")).catch((error: Error) => error.message.replace("secret", "X"));
    const missing = await files.read(join(outside, "absent.txt")).catch((error: Error) => error.message.replace("absent", "X"));
    expect(there).toBe(missing);
  });

  it.skipIf(onWindows)("follows links inside the folder, and none that leads out", async () => {
    symlinkSync(join(granted, "in.txt"), join(granted, "link.txt"));
    symlinkSync(join(outside, "secret.txt"), join(granted, "out.txt"));
    symlinkSync(outside, join(granted, "out"));
    symlinkSync(join(granted, "loop"), join(granted, "loop"));
    expect(await readText("link.txt")).toBe("in");
    await expect(files.read("out.txt")).rejects.toThrow(/not in a folder that this workflow may use/);
    await expect(files.read("out/secret.txt")).rejects.toThrow(/not in a folder that this workflow may use/);
    await expect(files.read("loop")).rejects.toThrow(/link that leads to itself/);
  });
  it.skipIf(onWindows)("refuses a file that has a second name elsewhere", async () => {
    linkSync(join(outside, "secret.txt"), join(granted, "hard.txt"));
    await expect(files.read("hard.txt")).rejects.toThrow(/hard link/);
  });
  it.skipIf(onWindows)("does not wait for a pipe and opens no device", async () => {
    execFileSync("mkfifo", [join(granted, "pipe")]);
    await expect(files.read("pipe")).rejects.toThrow(/does not name a plain file/);
  });
  it.skipIf(onWindows)("never reads outside while a link is exchanged under its hands", async () => {
    const target = join(granted, "flip.txt");
    const aside = join(granted, "aside");
    let stop = false;
    const flip = (async () => {
      for (let n = 0; !stop; n++) {
        if (n % 2) writeFileSync(aside, "in");
        else symlinkSync(join(outside, "secret.txt"), aside);
        renameSync(aside, target);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const seen = new Set<string>();
    for (let n = 0; n < 300; n++) seen.add(await readText("flip.txt").catch(() => "refused"));
    stop = true;
    await flip;
    expect(seen.has("secret")).toBe(false);
    expect(seen.size).toBeGreaterThan(0);
  });
  it("says what is missing and how to mend it", async () => {
    await expect(files.read("absent.txt")).rejects.toMatchObject({
      message: "There is no 'absent.txt'.",
      failure: { fix: expect.stringMatching(/spelling/) },
    });
    await expect(files.read("sub")).rejects.toThrow("'sub' is a folder.");
    await expect(createFileAccess({ folders: [] }).read("x")).rejects.toThrow(/no folder is granted/);
  });
});

describe("finding by base name", () => {
  it.each(["C:\\Test\\in.txt", "/data/in.txt", "in.txt", "..\\..\\in.txt", "../../in.txt"])(
    "%s is looked up in the folder",
    async (path) => {
      expect(await readText(path, createFileAccess({ folders: [granted], byBaseName: granted }))).toBe("in");
    },
  );
  it("finds nothing below or beside it", async () => {
    const access = createFileAccess({ folders: [], byBaseName: granted });
    await expect(access.read("C:\\Test\\..")).rejects.toMatchObject({ failure: { kind: "user" } });
    await expect(access.read("../outside/secret.txt")).rejects.toThrow("There is no '../outside/secret.txt'.");
  });
});

describe("writing", () => {
  it("makes and replaces files, and says how many bytes it wrote", async () => {
    expect(await files.write("new.txt", "äb")).toBe(3);
    expect(await files.write(join(granted, "sub", "b.bin"), new Uint8Array([1, 2]))).toBe(2);
    expect(await files.write("in.txt", Readable.from(["x", "yz"]))).toBe(3);
    expect(readFileSync(join(granted, "new.txt"), "utf8")).toBe("äb");
    expect(readFileSync(join(granted, "in.txt"), "utf8")).toBe("xyz");
  });
  it("appends", async () => {
    expect(await files.write("log.txt", "a\n", { append: true })).toBe(2);
    expect(await files.write("log.txt", "bc\n", { append: true })).toBe(3);
    expect(readFileSync(join(granted, "log.txt"), "utf8")).toBe("a\nbc\n");
  });
  it("writes whole or not at all, and leaves nothing beside", async () => {
    const broken = Readable.from(
      (function* () {
        yield "half";
        throw new Error("the source broke");
      })(),
    );
    await expect(files.write("in.txt", broken)).rejects.toThrow("the source broke");
    const again = Readable.from(
      (function* () {
        yield "half";
        throw new Error("the source broke");
      })(),
    );
    await expect(files.write("in.txt", again, { append: true })).rejects.toThrow("the source broke");
    expect(readFileSync(join(granted, "in.txt"), "utf8")).toBe("in");
    expect(readdirSync(granted).sort()).toEqual(["in.txt", "sub"]);
  });
  it("keeps the permissions of the file that it replaces", async () => {
    if (onWindows) return;
    writeFileSync(join(granted, "own.txt"), "", { mode: 0o600 });
    await files.write("own.txt", "x");
    expect(statSync(join(granted, "own.txt")).mode & 0o777).toBe(0o600);
  });
  it.each([
    ["elsewhere", () => join(outside, "new.txt")],
    ["up", () => "../outside/new.txt"],
    ["over the folder itself", () => granted],
    ["over a folder in it", () => "sub"],
    ["into a folder that is not there", () => "none/new.txt"],
    ["to a device's name", () => "CON"],
    ["to a device's name with an ending", () => "sub/lpt1.txt"],
  ])("refuses to write %s", async (_, path) => {
    await expect(files.write(path(), "x")).rejects.toMatchObject({ failure: { kind: "user", field: "path" } });
    expect(readdirSync(outside)).toEqual(["secret.txt"]);
  });
  it.skipIf(onWindows)("replaces a link instead of writing through it, and appends to none that leads out", async () => {
    symlinkSync(join(outside, "secret.txt"), join(granted, "link.txt"));
    symlinkSync(outside, join(granted, "out"));
    await expect(files.write("link.txt", "x", { append: true })).rejects.toThrow(/not in a folder/);
    await expect(files.write("out/new.txt", "x")).rejects.toThrow(/not in a folder/);
    await files.write("link.txt", "x");
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret");
    expect(readFileSync(join(granted, "link.txt"), "utf8")).toBe("x");
    linkSync(join(outside, "secret.txt"), join(granted, "hard.txt"));
    await expect(files.write("hard.txt", "x", { append: true })).rejects.toThrow(/hard link/);
    await files.write("hard.txt", "x");
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret");
  });
  it("streams a large file without holding it", async () => {
    const chunk = Buffer.alloc(1024 * 1024, 7);
    const hash = createHash("sha256");
    const source = Readable.from(
      (function* () {
        for (let n = 0; n < 100; n++) yield chunk;
      })(),
    );
    const before = process.memoryUsage().rss;
    expect(await files.write("large.bin", source)).toBe(100 * chunk.length);
    for await (const part of (await files.read("large.bin")).stream) hash.update(part);
    const expected = createHash("sha256");
    for (let n = 0; n < 100; n++) expected.update(chunk);
    expect(hash.digest("hex")).toBe(expected.digest("hex"));
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * chunk.length);
  });
});
