import { constants, createHash, createHmac, createSign, privateEncrypt, randomBytes } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha512_224, sha512_256 } from "@noble/hashes/sha2.js";
import { sha3_224, sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import { setOwn } from "../values/path.ts";

const HASHES = ["md5", "sha1", "sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512"] as const;
const HASH_LABELS = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512"];
/** Those that the desktop's own crypto does not have come from a library. */
const SHA3 = { "sha3-256": sha3_256, "sha3-384": sha3_384, "sha3-512": sha3_512 } as const;
const SIGNATURES = [
  "RSA-SHA1",
  "RSA-SHA224",
  "RSA-SHA256",
  "RSA-SHA384",
  "RSA-SHA512",
  "RSA-SHA512/224",
  "RSA-SHA512/256",
  "RSA-SHA3-224",
  "RSA-SHA3-256",
  "RSA-SHA3-384",
  "RSA-SHA3-512",
  "RSA-MD5",
  "RSA-RIPEMD160",
] as const;

/** How PKCS #1 announces a hash of NIST's in a signature (RFC 8017, 9.2), by the last part of its object identifier and its length. */
const nist = (id: number, length: number): string =>
  Buffer.from([0x30, 17 + length, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, id, 5, 0, 4, length]).toString("hex");

interface Announced {
  prefix: string;
  hash: (bytes: Uint8Array) => Uint8Array;
}
/** For those hashes that not every crypto library signs with. */
const ANNOUNCED: Readonly<Partial<Record<(typeof SIGNATURES)[number], Announced>>> = {
  "RSA-MD5": { prefix: "3020300c06082a864886f70d020505000410", hash: (bytes) => createHash("md5").update(bytes).digest() },
  "RSA-RIPEMD160": { prefix: "3021300906052b2403020105000414", hash: ripemd160 },
  "RSA-SHA512/224": { prefix: nist(5, 28), hash: sha512_224 },
  "RSA-SHA512/256": { prefix: nist(6, 32), hash: sha512_256 },
  "RSA-SHA3-224": { prefix: nist(7, 28), hash: sha3_224 },
  "RSA-SHA3-256": { prefix: nist(8, 32), hash: sha3_256 },
  "RSA-SHA3-384": { prefix: nist(9, 48), hash: sha3_384 },
  "RSA-SHA3-512": { prefix: nist(10, 64), hash: sha3_512 },
};
const MAX_LENGTH = 10_000;

const Input = z.object({
  operation: field(z.enum(["hash", "hmac", "sign", "generate"]).default("hash"), {
    title: "What to do",
    labels: ["Hash", "Hash with a secret (HMAC)", "Sign with a private key", "Make a random text"],
    widget: "select",
    expression: "no",
  }),
  hash: field(z.enum(HASHES).default("sha256"), {
    title: "Kind",
    labels: HASH_LABELS,
    widget: "select",
    showIf: { operation: ["hash", "hmac"] },
  }),
  from: field(z.enum(["text", "file"]).default("text"), {
    title: "Of",
    labels: ["Text", "A file of the item"],
    widget: "select",
    expression: "no",
    showIf: { operation: ["hash", "hmac"] },
  }),
  value: field(z.unknown().optional(), { title: "Text", showIf: { operation: ["hash", "hmac", "sign"], from: ["text"] } }),
  file: field(z.string().default("data"), { title: "File", help: "Its name in the item.", showIf: { from: ["file"] } }),
  secret: field(z.string().default(""), { title: "Secret", showIf: { operation: ["hmac"] } }),
  algorithm: field(z.enum(SIGNATURES).default("RSA-SHA256"), {
    title: "Kind",
    labels: [...SIGNATURES],
    widget: "select",
    showIf: { operation: ["sign"] },
  }),
  privateKey: field(z.string().default(""), { title: "Private key", help: "PEM.", widget: "multiline", showIf: { operation: ["sign"] } }),
  encoding: field(z.enum(["hex", "base64"]).default("hex"), {
    title: "Written as",
    labels: ["Hexadecimal", "Base64"],
    widget: "select",
    showIf: { operation: ["hash", "hmac", "sign"] },
  }),
  kind: field(z.enum(["uuid", "hex", "base64", "ascii"]).default("uuid"), {
    title: "Kind",
    labels: ["UUID", "Hexadecimal", "Letters and digits", "ASCII characters"],
    widget: "select",
    showIf: { operation: ["generate"] },
  }),
  length: field(z.coerce.number().int().min(1).max(MAX_LENGTH).default(32), {
    title: "Length",
    widget: "number",
    showIf: { operation: ["generate"], kind: ["hex", "base64", "ascii"] },
  }),
  into: field(z.string().default("data"), { title: "Field for the result" }),
});
type Input = z.infer<typeof Input>;

/** What is hashed, piece by piece: a large file is never in memory. */
async function* chunks(ctx: ItemContext<Input>): AsyncGenerator<Uint8Array> {
  const { from, file, value } = ctx.input;
  if (from === "text") {
    yield Buffer.from(toText(value));
    return;
  }
  const binary = ctx.item.binary && Object.hasOwn(ctx.item.binary, file) ? ctx.item.binary[file] : undefined;
  if (!binary) throw userError(`The item has no file called '${file}'`, { field: "file", fix: "Name one of the item's files." });
  for await (const chunk of ctx.blobs.read(binary)) yield Buffer.from(chunk as Uint8Array);
}

async function digest(ctx: ItemContext<Input>): Promise<string> {
  const { hash, operation, secret, encoding } = ctx.input;
  const key = Buffer.from(secret);
  if (hash === "sha3-256" || hash === "sha3-384" || hash === "sha3-512") {
    const state = operation === "hmac" ? hmac.create(SHA3[hash], key) : SHA3[hash].create();
    for await (const chunk of chunks(ctx)) state.update(chunk);
    return Buffer.from(state.digest()).toString(encoding);
  }
  const state = operation === "hmac" ? createHmac(hash, key) : createHash(hash);
  for await (const chunk of chunks(ctx)) state.update(chunk);
  return state.digest(encoding);
}

function sign({ algorithm, privateKey, value, encoding }: Input): string {
  try {
    const announced = ANNOUNCED[algorithm];
    if (announced) {
      const digest = Buffer.concat([Buffer.from(announced.prefix, "hex"), announced.hash(Buffer.from(toText(value)))]);
      return privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, digest).toString(encoding);
    }
    return createSign(algorithm).update(toText(value)).sign(privateKey, encoding);
  } catch {
    // The reason may quote the key, so it is not passed on.
    throw userError("The text can't be signed with this private key", { field: "privateKey", fix: "Give an RSA private key in PEM form." });
  }
}

function generate({ kind, length }: Input, uuid: string): string {
  switch (kind) {
    case "uuid":
      return uuid;
    case "hex":
      return randomBytes(length).toString("hex").slice(0, length);
    case "ascii":
      return randomBytes(length).toString("ascii");
    case "base64": {
      let text = "";
      while (text.length < length) text += randomBytes(length).toString("base64").replace(/\W/g, "");
      return text.slice(0, length);
    }
  }
}

export const cryptoAction = defineAction<Input>({
  id: "crypto",
  title: "Crypto",
  description: "Hashes, signs, and makes random texts and UUIDs.",
  example: "The SHA-256 of an e-mail address is a key that does not show the address.",
  keywords: ["hash", "hmac", "sha256", "md5", "sign", "uuid", "random", "password", "checksum"],
  icon: "fingerprint",
  mode: "item",
  input: Input,
  sample: [{ data: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }],
  effect: "none",
  idempotent: "naturally",
  async run(ctx) {
    const { input, item } = ctx;
    const json: JsonObject = { ...item.json };
    const result =
      input.operation === "sign" ? sign(input) : input.operation === "generate" ? generate(input, ctx.uuid()) : await digest(ctx);
    setOwn(json, input.into || "data", result);
    return { items: [{ json, ...(item.binary ? { binary: item.binary } : {}) }] };
  },
});
