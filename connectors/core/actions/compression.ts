import { promisify } from "node:util";
import { gunzip as gunzipNow, gzip as gzipNow } from "node:zlib";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { type StepError, userError } from "#shared/model/failure.ts";
import type { Binary } from "#shared/model/item.ts";
import { fileOf, plainName, wholeFile } from "../files/item-file.ts";
import { readZip, writeZip, ZIP_LIMITS, type ZipFile } from "../files/zip.ts";
import { fieldNames } from "../values/path.ts";

const gunzip = promisify(gunzipNow);
const gzip = promisify(gzipNow);

const packs = { operation: ["compress"] };
const unpacks = { operation: ["decompress"] };

const Input = z.object({
  operation: field(z.enum(["decompress", "compress"]).default("decompress"), {
    title: "What to do",
    labels: ["Unpack", "Pack"],
    widget: "select",
    expression: "no",
  }),
  files: field(z.union([z.string(), z.array(z.string())]).default("data"), {
    title: "Files",
    help: "Their names in the item, with commas between.",
    placeholder: "data, invoice",
  }),
  format: field(z.enum(["zip", "gzip"]).default("zip"), {
    title: "As",
    labels: ["ZIP: all in one archive", "Gzip: each on its own"],
    widget: "select",
    showIf: packs,
  }),
  fileName: field(z.string().default(""), {
    title: "Name of the file",
    placeholder: "Invoices.zip",
    help: "Empty for one by its kind.",
    showIf: packs,
  }),
  into: field(z.string().min(1).default("data"), { title: "Field for the file", showIf: packs, advanced: true }),
  prefix: field(z.string().default("file_"), {
    title: "Fields for the files begin with",
    help: "A number follows, from 0.",
    showIf: unpacks,
    advanced: true,
  }),
  keep: field(z.boolean().default(false), { title: "Keep the item's files", widget: "switch", advanced: true }),
});
type Input = z.infer<typeof Input>;
type Context = ItemContext<Input>;

const isZip = (bytes: Buffer): boolean => bytes.length > 3 && bytes[0] === 0x50 && bytes[1] === 0x4b;
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function namesOf({ files }: Input): string[] {
  const names = fieldNames(files);
  if (names.length > 0) return names;
  throw userError("No file is named.", { field: "files", fix: "Name the fields that hold the files." });
}

const tooLarge = (name: string): StepError =>
  userError(`Unpacked, '${name}' would be larger than ${ZIP_LIMITS.bytes / 1024 / 1024} MB.`, {
    field: "files",
    fix: "Unpack it by hand if you trust it, and split it.",
  });

async function unpackGzip(bytes: Buffer, name: string, left: number): Promise<Buffer> {
  try {
    return await gunzip(bytes, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(name);
    throw userError(`'${name}' is damaged and can't be unpacked.`, { field: "files", fix: "Check that it arrived whole." });
  }
}

async function decompress(ctx: Context): Promise<Record<string, Binary>> {
  const found: Record<string, Binary> = {};
  let [left, count] = [ZIP_LIMITS.bytes, 0];
  const keep = async (bytes: Buffer, name: string): Promise<void> => {
    left -= bytes.length;
    if (left < 0) throw tooLarge(name);
    // Only the last part of a name counts: an archive can't say where its files go.
    found[`${ctx.input.prefix}${count}`] = await ctx.blobs.put(bytes, { fileName: plainName(name, `file_${count}`) });
    count++;
  };
  for (const field of namesOf(ctx.input)) {
    const binary = fileOf(ctx.item, field, "files");
    const name = binary.fileName ?? field;
    const bytes = await wholeFile(ctx.blobs, binary);
    if (isZip(bytes)) {
      for (const entry of readZip(bytes, { ...ZIP_LIMITS, bytes: left })) {
        ctx.signal.throwIfAborted();
        // What macOS adds is about files, not a file.
        if (!entry.directory && !entry.name.startsWith("__MACOSX/")) await keep(await entry.read(), entry.name);
      }
    } else if (isGzip(bytes)) await keep(await unpackGzip(bytes, name, left), name.replace(/\.gz$/i, "").replace(/\.tgz$/i, ".tar"));
    else throw userError(`'${name}' is neither a ZIP nor a gzip file.`, { field: "files", fix: "Choose a file that is packed." });
  }
  return found;
}

/** Names in an archive, each once. */
function uniqueNames(): (name: string) => string {
  const seen = new Set<string>();
  return (name) => {
    const [, base = name, ending = ""] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
    let unique = name;
    for (let n = 2; seen.has(unique); n++) unique = `${base}_${n}${ending}`;
    seen.add(unique);
    return unique;
  };
}

async function compress(ctx: Context): Promise<Record<string, Binary>> {
  const { format, fileName, into } = ctx.input;
  const unique = uniqueNames();
  const files: ZipFile[] = [];
  let total = 0;
  for (const field of namesOf(ctx.input)) {
    const binary = fileOf(ctx.item, field, "files");
    total += binary.fileSize ?? 0;
    if (total > ZIP_LIMITS.bytes)
      throw userError("The files are larger than 256 MB together.", { field: "files", fix: "Pack fewer of them at once." });
    files.push({ name: unique(plainName(binary.fileName ?? field, field)), bytes: await wholeFile(ctx.blobs, binary, ZIP_LIMITS.bytes) });
  }
  if (format === "zip") {
    const name = plainName(fileName, "files.zip");
    return { [into]: await ctx.blobs.put(await writeZip(files, ctx.now()), { fileName: name, mimeType: "application/zip" }) };
  }
  const made: Record<string, Binary> = {};
  for (const [index, file] of files.entries()) {
    const name = plainName(files.length === 1 ? fileName : "", `${file.name}.gz`);
    made[index === 0 ? into : `${into}_${index}`] = await ctx.blobs.put(await gzip(file.bytes), {
      fileName: name,
      mimeType: "application/gzip",
    });
  }
  return made;
}

export const compressionAction = defineAction<Input>({
  id: "compression",
  title: "Pack and unpack files",
  description: "Unpacks ZIP and gzip files of an item, or packs its files.",
  example: "A ZIP of photos that came by e-mail becomes one file for each photo.",
  keywords: ["zip", "gzip", "compress", "decompress", "archive", "extract", "unzip"],
  icon: "file-archive",
  mode: "item",
  input: Input,
  sample: [{}],
  effect: "none",
  idempotent: "naturally",
  async run(ctx) {
    const made = ctx.input.operation === "compress" ? await compress(ctx) : await decompress(ctx);
    const binary = ctx.input.keep ? { ...ctx.item.binary, ...made } : made;
    return { items: [{ json: { ...ctx.item.json }, binary }] };
  },
});
