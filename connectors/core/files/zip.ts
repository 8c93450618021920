import { promisify } from "node:util";
import { crc32, deflateRaw, inflateRaw } from "node:zlib";
import { type StepError, userError } from "#shared/model/failure.ts";

const inflate = promisify(inflateRaw);
const deflate = promisify(deflateRaw);

export interface ZipLimits {
  /** Entries that an archive may hold. */
  entries: number;
  /** Bytes of all entries together, unpacked. */
  bytes: number;
}
export const ZIP_LIMITS: ZipLimits = { entries: 1_000, bytes: 256 * 1024 * 1024 };
/** An entry that grows by more than this is made to fill a disk; below the size it does no harm. */
const MOST_RATIO = 500;
const RATIO_FROM = 16 * 1024 * 1024;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const WIDE = 0xffffffff;

const DIRECTORY = 0o040000;
const SYMLINK = 0o120000;
const FILE_KIND = 0o170000;
const FROM_UNIX = 3;

export interface ZipEntry {
  /** As the archive says: may hold folders, `..` and anything else. Never a path to write to. */
  name: string;
  directory: boolean;
  /** Unpacks it, checked against its checksum and what is left of the limits. */
  read(): Promise<Buffer>;
}

const broken = (reason: string): StepError =>
  userError(`The archive can't be read: ${reason}.`, { field: "file", fix: "Check that the file is a ZIP file and arrived whole." });

function endOf(file: Buffer): number {
  const last = file.length - END_SIZE;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (file.readUInt32LE(at) === END) return at;
  }
  throw broken("it has no table of contents");
}

function nameOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

interface Listed {
  name: string;
  method: number;
  flags: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
  /** Kind and rights of the file where a Unix system has packed it. */
  mode: number;
}

function listed(file: Buffer, at: number): { entry: Listed; next: number } {
  if (at + 46 > file.length || file.readUInt32LE(at) !== CENTRAL) throw broken("its table of contents is damaged");
  const [nameLength, extraLength, commentLength] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32)];
  const entry: Listed = {
    flags: file.readUInt16LE(at + 8),
    method: file.readUInt16LE(at + 10),
    crc: file.readUInt32LE(at + 16),
    packed: file.readUInt32LE(at + 20),
    size: file.readUInt32LE(at + 24),
    at: file.readUInt32LE(at + 42),
    mode: file[at + 5] === FROM_UNIX ? file.readUInt16LE(at + 40) : 0,
    name: nameOf(file.subarray(at + 46, at + 46 + nameLength)),
  };
  if (entry.size === WIDE || entry.packed === WIDE || entry.at === WIDE) throw broken(`'${entry.name}' is larger than 4 GB`);
  return { entry, next: at + 46 + nameLength + extraLength + commentLength };
}

/**
 * The entries of a ZIP file, none unpacked yet. Throws a user error that names the entry for what is damaged, encrypted,
 * a link, packed by an unknown method, or beyond the limits.
 */
export function readZip(file: Buffer, limits: ZipLimits = ZIP_LIMITS): ZipEntry[] {
  if (file.length < END_SIZE) throw broken("it is too short");
  const end = endOf(file);
  const count = file.readUInt16LE(end + 10);
  if (count > limits.entries)
    throw userError(`The archive has ${count} entries; at most ${limits.entries} are unpacked.`, {
      field: "file",
      fix: "Split it into smaller archives.",
    });
  let left = limits.bytes;
  const tooLarge = (name: string): StepError =>
    userError(`Unpacked, '${name}' would take the archive beyond ${Math.round(limits.bytes / 1024 / 1024)} MB.`, {
      field: "file",
      fix: "Unpack it by hand if you trust it, and split it.",
    });

  async function unpack(entry: Listed): Promise<Buffer> {
    const { name, at, packed } = entry;
    if (at + 30 > file.length || file.readUInt32LE(at) !== LOCAL) throw broken(`'${name}' is not where the table of contents says`);
    const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    if (from + packed > file.length) throw broken(`'${name}' is cut off`);
    const body = file.subarray(from, from + packed);
    // What the archive says of the size may be a lie: the bound is on what comes out.
    const most = Math.min(left, Math.max(RATIO_FROM, packed * MOST_RATIO));
    if (entry.size > most) throw tooLarge(name);
    let bytes: Buffer;
    if (entry.method === 0) bytes = Buffer.from(body);
    else {
      try {
        bytes = await inflate(body, { maxOutputLength: Math.max(1, most) });
      } catch (error) {
        if (error instanceof RangeError) throw tooLarge(name);
        throw broken(`'${name}' is damaged`);
      }
    }
    left -= bytes.length;
    if (left < 0) throw tooLarge(name);
    if (crc32(bytes) !== entry.crc) throw broken(`'${name}' does not match its checksum`);
    return bytes;
  }

  const entries: ZipEntry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    const { entry, next } = listed(file, at);
    at = next;
    if ((entry.flags & 1) !== 0)
      throw userError(`'${entry.name}' in the archive is encrypted.`, { field: "file", fix: "Pack it again without a password." });
    if ((entry.mode & FILE_KIND) === SYMLINK)
      throw userError(`'${entry.name}' in the archive is a link to another file.`, { field: "file", fix: "Pack the file itself." });
    if (entry.method !== 0 && entry.method !== 8)
      throw userError(`'${entry.name}' in the archive is packed by a method (${entry.method}) that can't be unpacked here.`, {
        field: "file",
        fix: "Pack it again as a plain ZIP file.",
      });
    const directory = entry.name.endsWith("/") || (entry.mode & FILE_KIND) === DIRECTORY;
    entries.push({ name: entry.name, directory, read: () => unpack(entry) });
  }
  return entries;
}

/** MS-DOS time and date, by the clock of `zone`-less UTC. */
function dosTime(ms: number): [time: number, date: number] {
  const date = new Date(ms);
  const year = Math.max(1980, date.getUTCFullYear());
  return [
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
    ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
  ];
}

export interface ZipFile {
  name: string;
  bytes: Uint8Array;
  /** Not packed: some formats want their first entry readable as it is. */
  stored?: boolean;
}

/** A ZIP file; `now` (milliseconds since 1970) becomes the time of its entries. */
export async function writeZip(files: readonly ZipFile[], now = 0): Promise<Buffer> {
  const [time, date] = dosTime(now);
  const parts: Uint8Array[] = [];
  const contents: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, stored } of files) {
    const packed = stored ? Buffer.from(bytes) : await deflate(bytes);
    const label = Buffer.from(name, "utf8");
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2); // its name is UTF-8
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt16LE(time, 6);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([word(LOCAL), common, label, packed]);
    parts.push(local);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(at, 10);
    contents.push(Buffer.concat([word(CENTRAL), Buffer.from([20, 0]), common, offset, label]));
    at += local.length;
  }
  const size = contents.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...contents, end]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
