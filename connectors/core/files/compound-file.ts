import { type StepError, userError } from "#shared/model/failure.ts";

// The format is [MS-CFB]: a file system inside a file, as Office wrote it before 2007.

const SIGNATURE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const END = 0xfffffffa; // this and above: no sector
const ENTRY = 128;
const STREAM = 2;
const ROOT = 5;
/** A workbook has a handful; what is embedded in it adds some more. */
const MOST_ENTRIES = 100_000;

export const isCompound = (file: Buffer): boolean => file.subarray(0, 8).equals(SIGNATURE);

const broken = (): StepError =>
  userError("The file is damaged: its parts can't be put together.", {
    field: "file",
    fix: "Check that it arrived whole, or save it again.",
  });

export interface CompoundFile {
  has(name: string): boolean;
  /** Puts a stream together; all that are read may together be no longer than the file. */
  read(name: string): Buffer | undefined;
}

/** What a compound file holds. Chains that run in circles or out of the file are refused. */
export function openCompound(file: Buffer): CompoundFile {
  if (!isCompound(file) || file.length < 512) throw broken();
  const size = 1 << file.readUInt16LE(30);
  const mini = 1 << file.readUInt16LE(32);
  if ((size !== 512 && size !== 4096) || mini !== 64) throw broken();
  const sector = (n: number): Buffer => {
    const from = (n + 1) * size;
    if (from >= file.length) throw broken();
    return file.subarray(from, from + size);
  };
  const most = Math.ceil(file.length / size) + 1;

  const tables: number[] = [];
  for (let n = 0; n < 109; n++) {
    const at = file.readUInt32LE(76 + 4 * n);
    if (at < END) tables.push(at);
  }
  let next = file.readUInt32LE(68);
  for (let n = 0; next < END; n++) {
    if (n > most) throw broken();
    const list = sector(next);
    for (let at = 0; at + 8 <= list.length; at += 4) if (list.readUInt32LE(at) < END) tables.push(list.readUInt32LE(at));
    next = list.readUInt32LE(list.length - 4);
  }
  const follow = Buffer.concat(tables.slice(0, most).map(sector));

  // Streams share no sectors, so together they can't be longer than the file.
  let left = file.length;
  function chain(start: number, links: Buffer, part: (n: number) => Buffer): Buffer {
    const parts: Buffer[] = [];
    for (let now = start; now < END; now = links.readUInt32LE(now * 4)) {
      if (now * 4 + 4 > links.length) throw broken();
      const bytes = part(now);
      left -= bytes.length;
      if (bytes.length === 0 || left < 0) throw broken();
      parts.push(bytes);
    }
    return Buffer.concat(parts);
  }

  const directory = chain(file.readUInt32LE(48), follow, sector);
  if (directory.length > MOST_ENTRIES * ENTRY) throw broken();
  const entries = new Map<string, Buffer>();
  let root: Buffer | undefined;
  for (let at = 0; at + ENTRY <= directory.length; at += ENTRY) {
    const entry = directory.subarray(at, at + ENTRY);
    if (entry[66] === ROOT) root ??= entry;
    if (entry[66] === STREAM) entries.set(entry.subarray(0, Math.max(0, entry.readUInt16LE(64) - 2)).toString("utf16le"), entry);
  }

  /** Short streams lie in pieces of another one, which is the root's. */
  const short = (start: number): Buffer => {
    const links = chain(file.readUInt32LE(60), follow, sector);
    const container = root ? chain(root.readUInt32LE(116), follow, sector) : Buffer.alloc(0);
    left += container.length;
    return chain(start, links, (n) => container.subarray(n * mini, (n + 1) * mini));
  };
  return {
    has: (name) => entries.has(name),
    read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      const [start, length] = [entry.readUInt32LE(116), entry.readUInt32LE(120)];
      return (length < file.readUInt32LE(56) ? short(start) : chain(start, follow, sector)).subarray(0, length);
    },
  };
}
