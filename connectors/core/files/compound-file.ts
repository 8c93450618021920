import { type StepError, userError } from "#shared/model/failure.ts";

// The format is [MS-CFB]: a file system inside a file, as Office wrote it before 2007.

const SIGNATURE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const END = 0xfffffffa; // this and above: no sector
const ENTRY = 128;
const STREAM = 2;
const ROOT = 5;

export const isCompound = (file: Buffer): boolean => file.subarray(0, 8).equals(SIGNATURE);

const broken = (): StepError =>
  userError("The file is damaged: its parts can't be put together.", {
    field: "file",
    fix: "Check that it arrived whole, or save it again.",
  });

/** The streams of a compound file by their names. Chains that run in circles or out of the file are refused. */
export function compoundStreams(file: Buffer): Map<string, Buffer> {
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

  function chain(start: number, links: Buffer, part: (n: number) => Buffer): Buffer {
    const parts: Buffer[] = [];
    for (let now = start; now < END; now = links.readUInt32LE(now * 4)) {
      if (parts.length > most * (size / mini) || now * 4 + 4 > links.length) throw broken();
      parts.push(part(now));
    }
    return Buffer.concat(parts);
  }

  const directory = chain(file.readUInt32LE(48), follow, sector);
  const small = chain(file.readUInt32LE(60), follow, sector);
  const cutoff = file.readUInt32LE(56);
  const entries = Array.from({ length: Math.floor(directory.length / ENTRY) }, (_, n) => directory.subarray(n * ENTRY, (n + 1) * ENTRY));
  const root = entries.find((entry) => entry[66] === ROOT);
  const container = root ? chain(root.readUInt32LE(116), follow, sector) : Buffer.alloc(0);

  const streams = new Map<string, Buffer>();
  for (const entry of entries) {
    if (entry[66] !== STREAM) continue;
    const name = entry.subarray(0, Math.max(0, entry.readUInt16LE(64) - 2)).toString("utf16le");
    const [start, length] = [entry.readUInt32LE(116), entry.readUInt32LE(120)];
    const whole = length < cutoff ? chain(start, small, (n) => container.subarray(n * mini, (n + 1) * mini)) : chain(start, follow, sector);
    streams.set(name, whole.subarray(0, length));
  }
  return streams;
}
