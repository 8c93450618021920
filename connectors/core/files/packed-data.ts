import { promisify } from "node:util";
import { constants, inflate as inflateNow } from "node:zlib";
import { type StepError, userError } from "#shared/model/failure.ts";

const inflate = promisify(inflateNow);

/** What one stream inside a file may unpack to: the largest picture that somebody scans, and no more. */
const MOST_STREAM = 256 * 1024 * 1024;
const MOST_LAYERS = 3;

const isZlib = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
};

/** The bytes unpacked, as far as they are whole; `undefined` where they go beyond the bound. */
async function unpacked(bytes: Uint8Array, most: number): Promise<Buffer | undefined> {
  try {
    return await inflate(bytes, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    return error instanceof RangeError ? undefined : Buffer.alloc(0);
  }
}

/** Packed once or several times over. */
async function grows(bytes: Uint8Array, most: number): Promise<boolean> {
  let now = bytes;
  for (let layer = 0; layer < MOST_LAYERS && isZlib(now); layer++) {
    const inner = await unpacked(now, most);
    if (!inner) return true;
    now = inner;
  }
  return false;
}

const refused = (what: string, field: string): StepError =>
  userError(`The ${what} holds data that would unpack to more than ${MOST_STREAM / 1024 / 1024} MB.`, {
    field,
    fix: "Check where it comes from: no document needs that much.",
  });

/**
 * Refuses a PDF one of whose streams unpacks without end, before a reader unpacks it into memory. Streams of an encrypted
 * PDF can't be looked at.
 */
export async function checkPdf(file: Buffer): Promise<void> {
  for (let at = file.indexOf("stream"); at >= 0; at = file.indexOf("stream", at + 6)) {
    if (file.subarray(Math.max(0, at - 3), at).toString("latin1") === "end") continue;
    const from = at + 6 + (file[at + 6] === 13 ? 1 : 0) + (file[at + 6] === 10 || file[at + 7] === 10 ? 1 : 0);
    const end = file.indexOf("endstream", from);
    const body = file.subarray(from, end < 0 ? undefined : end);
    if (await grows(body, MOST_STREAM)) throw refused("PDF", "file");
    if (end < 0) return;
    at = end + 3;
  }
}

const MOST_PIXELS = 40_000_000;
const PNG = Buffer.from("89504e470d0a1a0a", "hex");

/** Refuses a PNG that is larger than a page can show, by what it says of itself and by what its data unpack to. */
export async function checkPng(file: Buffer, field: string): Promise<void> {
  if (!file.subarray(0, 8).equals(PNG) || file.length < 33) return;
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  if (width * height > MOST_PIXELS)
    throw userError(`The picture has ${width} × ${height} points.`, { field, fix: "Make it smaller: 40 million points at most." });
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  // At most eight bytes a point, and one for each line.
  if (await grows(Buffer.concat(parts), width * height * 8 + height + 65_536)) throw refused("picture", field);
}
