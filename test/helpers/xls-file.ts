/** Records of an .xls workbook and the compound file around them, by hand, so that a reader is not its own witness. */
export const record = (type: number, ...parts: (Buffer | number[])[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
};
export const u16 = (...values: number[]): Buffer => Buffer.concat(values.map((value) => Buffer.from([value & 0xff, (value >> 8) & 0xff])));
export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
export const f64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};
/** A text with its length in two bytes; wide where it needs to be. */
export const text = (value: string, length: "u16" | "u8" = "u16"): Buffer => {
  const wide = /[^\u0020-\u00ff]/.test(value);
  const count = length === "u16" ? u16(value.length) : Buffer.from([value.length]);
  return Buffer.concat([count, Buffer.from([wide ? 1 : 0]), Buffer.from(value, wide ? "utf16le" : "latin1")]);
};

export const BOF = (version = 0x0600, kind = 0x0005): Buffer => record(0x0809, u16(version, kind), Buffer.alloc(12));
export const EOF = record(0x000a);

/** A workbook with one sheet, whose records are given; those of the workbook come before. */
export function workbook(globals: readonly Buffer[], sheet: readonly Buffer[], version?: number): Buffer {
  const before = Buffer.concat([BOF(version), ...globals]);
  const bound = (at: number): Buffer => record(0x0085, u32(at), [0, 0], text("Data", "u8"));
  const at = before.length + bound(0).length + EOF.length;
  return compound(Buffer.concat([before, bound(at), EOF, BOF(undefined, 0x0010), ...sheet, EOF]));
}

/** A compound file with one stream, in sectors of 512 bytes. */
export function compound(stream: Buffer, name = "Workbook"): Buffer {
  const padded = Buffer.concat([stream, Buffer.alloc(Math.max(0, 4096 - stream.length))]);
  const count = Math.ceil(padded.length / 512);
  const links = Buffer.alloc(512, 0xff);
  links.writeUInt32LE(0xfffffffd, 0);
  links.writeUInt32LE(0xfffffffe, 4);
  for (let n = 0; n < count; n++) links.writeUInt32LE(n === count - 1 ? 0xfffffffe : n + 3, (n + 2) * 4);
  const entry = (label: string, kind: number, start: number, size: number): Buffer => {
    const bytes = Buffer.alloc(128);
    bytes.write(label, "utf16le");
    bytes.writeUInt16LE((label.length + 1) * 2, 64);
    bytes[66] = kind;
    bytes.writeUInt32LE(start >>> 0, 116);
    bytes.writeUInt32LE(size, 120);
    return bytes;
  };
  const directory = Buffer.concat([entry("Root Entry", 5, 0xfffffffe, 0), entry(name, 2, 2, padded.length), Buffer.alloc(256)]);
  const head = Buffer.alloc(512, 0xff);
  head.fill(0, 0, 76);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(head);
  head.writeUInt16LE(9, 30);
  head.writeUInt16LE(6, 32);
  head.writeUInt32LE(1, 44);
  head.writeUInt32LE(1, 48);
  head.writeUInt32LE(4096, 56);
  head.writeUInt32LE(0xfffffffe, 60);
  head.writeUInt32LE(0xfffffffe, 68);
  head.writeUInt32LE(0, 76);
  return Buffer.concat([head, links, directory, padded, Buffer.alloc(count * 512 - padded.length)]);
}

/** A compound file whose entries (called 0, 1, …) all claim the same sectors. */
export function manyEntries(entries: number, sectors: number): Buffer {
  const folder = Math.ceil(entries / 4);
  const tables = Math.ceil((folder + sectors + 110) / 127);
  const head = Buffer.alloc(512, 0xff);
  head.fill(0, 0, 76);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(head);
  head.writeUInt16LE(9, 30);
  head.writeUInt16LE(6, 32);
  head.writeUInt32LE(tables, 48);
  head.writeUInt32LE(4096, 56);
  head.writeUInt32LE(0xfffffffe, 60);
  head.writeUInt32LE(0xfffffffe, 68);
  const links = Buffer.alloc(tables * 512, 0xff);
  for (let n = 0; n < tables; n++) head.writeUInt32LE(n, 76 + 4 * n);
  for (let n = 0; n < folder + sectors; n++) {
    const last = n === folder - 1 || n === folder + sectors - 1;
    links.writeUInt32LE(last ? 0xfffffffe : tables + n + 1, (tables + n) * 4);
  }
  const directory = Buffer.alloc(folder * 512);
  for (let n = 0; n < entries; n++) {
    const name = String(n);
    directory.write(name, n * 128, "utf16le");
    directory.writeUInt16LE((name.length + 1) * 2, n * 128 + 64);
    directory[n * 128 + 66] = 2;
    directory.writeUInt32LE(tables + folder, n * 128 + 116);
    directory.writeUInt32LE(sectors * 512, n * 128 + 120);
  }
  return Buffer.concat([head, links, directory, Buffer.alloc(sectors * 512, 1)]);
}
