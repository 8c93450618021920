import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { BlobId } from "#shared/model/ids.ts";
import { createBlobStore } from "../../../electron/store/blobs.ts";
import { tempDir } from "../../helpers/temp-workspace.ts";

const hello = new TextEncoder().encode("hello");
const HELLO = createHash("sha256").update(hello).digest("hex");
const filesIn = (dir: string) => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

describe("stored files", () => {
  it("stand under the hash of their bytes, once, for the user alone", async () => {
    const dir = tempDir();
    const blobs = createBlobStore(dir);
    const first = await blobs.put(hello, { fileName: "a.txt" });
    const second = await blobs.put(Readable.from([Buffer.from("hel"), Buffer.from("lo")]), { mimeType: "image/png" });
    expect(first).toEqual({ mimeType: "text/plain", fileType: "text", fileExtension: "txt", fileName: "a.txt", fileSize: 5, blob: HELLO });
    expect(second).toEqual({ mimeType: "image/png", fileType: "image", fileExtension: "png", fileSize: 5, blob: HELLO });
    expect(filesIn(join(dir, "blobs")).map((file) => file.name)).toEqual([HELLO]);
    if (process.platform !== "win32") expect(statSync(join(dir, "blobs", HELLO.slice(0, 2), HELLO)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await blobs.bytes(first)).toString()).toBe("hello");
    expect((await buffer(blobs.read(second))).toString()).toBe("hello");
    expect(await blobs.has(first.blob)).toBe(true);
  });

  it("say so when they are gone", async () => {
    const blobs = createBlobStore(tempDir());
    const gone = { mimeType: "text/plain", blob: BlobId.parse("0".repeat(64)) };
    await expect(blobs.bytes(gone)).rejects.toMatchObject({ code: "missing" });
    await expect(buffer(blobs.read(gone))).rejects.toMatchObject({ code: "missing" });
    expect(await blobs.has(gone.blob)).toBe(false);
  });

  it("can't be used to read any other file", async () => {
    const blobs = createBlobStore(tempDir());
    const outside = { mimeType: "text/plain", blob: BlobId.parse("../../etc/passwd") };
    await expect(blobs.bytes(outside)).rejects.toMatchObject({ code: "missing" });
    await expect(buffer(blobs.read(outside))).rejects.toMatchObject({ code: "missing" });
  });

  it("leave nothing behind when their source breaks off", async () => {
    const dir = tempDir();
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("half");
        throw new Error("connection lost");
      })(),
    );
    await expect(createBlobStore(dir).put(broken, {})).rejects.toThrow("connection lost");
    expect(filesIn(join(dir, "blobs"))).toEqual([]);
  });

  it.each([
    [{ fileName: "Plan.PDF" }, { mimeType: "application/pdf", fileType: "pdf", fileExtension: "pdf" }],
    [
      { fileName: "photo", mimeType: "image/jpeg" },
      { mimeType: "image/jpeg", fileType: "image", fileExtension: "jpg" },
    ],
    [{ mimeType: "text/csv; charset=utf-8" }, { mimeType: "text/csv; charset=utf-8", fileType: "text", fileExtension: "csv" }],
    [{ mimeType: "application/ld+json" }, { mimeType: "application/ld+json", fileType: "json" }],
    [{ fileName: ".profile" }, { mimeType: "application/octet-stream" }],
    [{ fileName: "site.dwg" }, { mimeType: "image/vnd.dwg", fileExtension: "dwg" }],
    [{}, { mimeType: "application/octet-stream" }],
  ])("know their type from %j", async (about, expected) => {
    expect(await createBlobStore(tempDir()).put(hello, about)).toMatchObject(expected);
  });
});
