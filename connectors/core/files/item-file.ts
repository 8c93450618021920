import type { BlobAccess } from "#kit/context.ts";
import { userError } from "#shared/model/failure.ts";
import type { Binary, Item } from "#shared/model/item.ts";

/** Whole files that become one value. CSV and files that pass through have no such bound. */
export const MOST_WHOLE = 100 * 1024 * 1024;

/** The item's file of that name. Throws a user error that lists those it has. */
export function fileOf(item: Item, name: string, field = "file"): Binary {
  const found = item.binary && Object.hasOwn(item.binary, name) ? item.binary[name] : undefined;
  if (found) return found;
  const there = Object.keys(item.binary ?? {});
  throw userError(`The item has no file in '${name}'.`, {
    field,
    fix: there.length > 0 ? `It has ${there.join(", ")}.` : "Put a step before this one that reads, downloads or makes a file.",
  });
}

/** All bytes of a file; larger ones are refused before they are read. */
export async function wholeFile(blobs: BlobAccess, binary: Binary, most = MOST_WHOLE): Promise<Buffer> {
  const refuse = () =>
    userError(`'${binary.fileName ?? "The file"}' is larger than ${Math.round(most / 1024 / 1024)} MB: too large to be read as a whole.`, {
      field: "file",
      fix: "Split it, or save what is needed of it as a CSV file, which may be of any size.",
    });
  if ((binary.fileSize ?? 0) > most) throw refuse();
  const bytes = await blobs.bytes(binary);
  if (bytes.length > most) throw refuse();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The last part of a name that a person or a file has given: it may hold no folders, and nothing that Windows refuses. */
export function plainName(name: string, otherwise: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const clean = last.replace(/[^\u0020-\uffff]|[<>:"|?*]/g, "_").trim();
  return clean === "" || /^\.+$/.test(clean) ? otherwise : clean.slice(0, 255);
}
