import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compressionAction } from "../../../../connectors/core/actions/compression.ts";
import { readZip, writeZip } from "../../../../connectors/core/files/zip.ts";
import type { Binary, JsonObject } from "../../../../electron/shared/model/item.ts";
import { memoryBlobs } from "../../../helpers/memory-blobs.ts";
import { runStep } from "../../../helpers/step-context.ts";

const blobs = memoryBlobs();
const bytes = (text: string | Uint8Array): Buffer => Buffer.from(text as Uint8Array);

async function run(
  params: JsonObject,
  files: Record<string, [name: string, data: string | Uint8Array]>,
): Promise<Record<string, [string | undefined, string]>> {
  const binary: Record<string, Binary> = {};
  for (const [field, [fileName, data]] of Object.entries(files)) binary[field] = await blobs.put(bytes(data), { fileName });
  const made = (await runStep(compressionAction, { params, items: [{ json: {}, binary }], blobs })).outputs[0]?.[0]?.binary ?? {};
  const entries = Object.entries(made).map(
    async ([field, one]) => [field, [one.fileName, bytes(await blobs.bytes(one)).toString("latin1")]] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as Record<string, [string | undefined, string]>;
}
const unpack = (data: Uint8Array, name = "a.zip") => run({}, { data: [name, data] });

describe("core.compression", () => {
  it("packs and unpacks; equal names get numbers, folders go", async () => {
    const made = await run({ operation: "compress", files: "a, b", fileName: "x/y.zip" }, { a: ["n.txt", "one"], b: ["n.txt", "two"] });
    expect(made.data?.[0]).toBe("y.zip");
    expect(await unpack(Buffer.from(made.data?.[1] ?? "", "latin1"))).toEqual({ file_0: ["n.txt", "one"], file_1: ["n_2.txt", "two"] });
  });
  it("gzip, each on its own", async () => {
    const made = await run({ operation: "compress", format: "gzip" }, { data: ["n.txt", "one"] });
    expect(made.data?.[0]).toBe("n.txt.gz");
    expect(await unpack(Buffer.from(made.data?.[1] ?? "", "latin1"), "n.txt.gz")).toEqual({ file_0: ["n.txt", "one"] });
  });
  it("an archive can't say where its files go", async () => {
    const zip = await writeZip([
      { name: "../../etc/passwd", bytes: bytes("x") },
      { name: "C:\\Windows\\a.txt", bytes: bytes("y") },
      { name: "..", bytes: bytes("z") },
      { name: "dir/", bytes: bytes("") },
    ]);
    expect(await unpack(zip)).toEqual({ file_0: ["passwd", "x"], file_1: ["a.txt", "y"], file_2: ["file_2", "z"] });
  });
  it("refuses archives that grow without end, whatever they say of themselves", async () => {
    const bomb = await writeZip([{ name: "bomb", bytes: Buffer.alloc(40_000_000) }]);
    await expect(unpack(bomb)).rejects.toThrow("Unpacked, 'bomb' would take the archive beyond 256 MB.");
    const liar = Buffer.from(bomb);
    const central = liar.lastIndexOf(Buffer.from("504b0102", "hex"));
    liar.writeUInt32LE(10, central + 24);
    await expect(unpack(liar)).rejects.toThrow(/would take the archive beyond/);
    await expect(unpack(gzipSync(Buffer.alloc(300_000_000)), "b.gz")).rejects.toThrow("Unpacked, 'b.gz' would be larger than 256 MB.");
  });
  it("refuses ten thousand entries", async () => {
    const files = Array.from({ length: 10_000 }, (_, n) => ({ name: `f${n}`, bytes: bytes(""), stored: true }));
    await expect(unpack(await writeZip(files))).rejects.toThrow("The archive has 10000 entries; at most 1000 are unpacked.");
  });
  it("refuses links, passwords, damage and other files, by name", async () => {
    const zip = await writeZip([{ name: "f", bytes: bytes("hello hello hello") }]);
    const changed = (change: (copy: Buffer, central: number) => void): Buffer => {
      const copy = Buffer.from(zip);
      change(copy, copy.lastIndexOf(Buffer.from("504b0102", "hex")));
      return copy;
    };
    const link = changed((copy, at) => {
      copy[at + 5] = 3;
      copy.writeUInt16LE(0o120777, at + 40);
    });
    await expect(unpack(link)).rejects.toThrow("'f' in the archive is a link to another file.");
    await expect(unpack(changed((copy, at) => copy.writeUInt16LE(1, at + 8)))).rejects.toThrow("'f' in the archive is encrypted.");
    await expect(unpack(changed((copy, at) => copy.writeUInt16LE(99, at + 10)))).rejects.toThrow(/packed by a method \(99\)/);
    await expect(unpack(changed((copy, at) => copy.writeUInt32LE(7, at + 16)))).rejects.toThrow("'f' does not match its checksum");
    await expect(unpack(changed((copy) => copy.fill(0xff, 31, 40)))).rejects.toThrow("'f' is damaged");
    await expect(unpack(zip.subarray(0, 50))).rejects.toThrow(/no table of contents/);
    await expect(unpack(bytes("hello"), "a.txt")).rejects.toThrow("'a.txt' is neither a ZIP nor a gzip file.");
    await expect(run({ files: "other" }, { data: ["a", "x"] })).rejects.toMatchObject({ failure: { field: "files", fix: "It has data." } });
  });
  it("counts what is left of the limit over all entries", async () => {
    const files = [0, 1, 2].map((n) => ({ name: `f${n}`, bytes: Buffer.alloc(1000, n) }));
    const entries = readZip(await writeZip(files), { entries: 10, bytes: 2500 });
    await entries[0]?.read();
    await entries[1]?.read();
    await expect(entries[2]?.read()).rejects.toThrow(/'f2' would take/);
  });
});
