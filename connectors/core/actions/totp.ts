import { createHmac } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha3_224, sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { StepError } from "#shared/model/failure.ts";

// One-time codes by time are RFC 6238.

const HASHES = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"] as const;
const SHA3 = { "SHA3-224": sha3_224, "SHA3-256": sha3_256, "SHA3-384": sha3_384, "SHA3-512": sha3_512 } as const;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const Input = z.object({
  algorithm: field(z.enum(HASHES).default("SHA1"), {
    title: "Hash",
    help: "SHA1 unless the service says otherwise.",
    labels: [...HASHES],
    widget: "select",
    advanced: true,
  }),
  digits: field(z.coerce.number().int().min(4).max(10).default(6), { title: "Digits", widget: "number", advanced: true }),
  period: field(z.coerce.number().int().min(1).max(3_600).default(30), {
    title: "New code every (seconds)",
    widget: "number",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, value] = [0, 0];
  for (const sign of text.toUpperCase().replace(/[\s=-]/g, "")) {
    const index = ALPHABET.indexOf(sign);
    if (index < 0) throw badSecret();
    value = ((value << 5) | index) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  if (bytes.length === 0) throw badSecret();
  return Buffer.from(bytes);
}

const badSecret = (): StepError =>
  new StepError({
    kind: "connection",
    message: "The connection's secret is no base32 text.",
    fix: "Copy the text that the service shows under its QR code: letters, and digits from 2 to 7.",
    field: "secret",
  });

function mac(algorithm: Input["algorithm"], key: Buffer, data: Buffer): Buffer {
  if (algorithm in SHA3) return Buffer.from(hmac(SHA3[algorithm as keyof typeof SHA3], key, data));
  return createHmac(algorithm.toLowerCase(), key).update(data).digest();
}

/** The code for a time in milliseconds since 1970. */
export function oneTimeCode(secret: string, now: number, { algorithm, digits, period }: Input): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 1000 / period)));
  const sum = mac(algorithm, fromBase32(secret), counter);
  const at = (sum.at(-1) ?? 0) & 0xf;
  return String((sum.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

export const totpAction = defineAction<Input>({
  id: "totp",
  title: "One-time code",
  description: "Makes the code that an authenticator app would show now.",
  example: "The six digits that a login asks for after the password.",
  keywords: ["totp", "2fa", "mfa", "otp", "authenticator", "login"],
  icon: "timer",
  mode: "item",
  connection: "required",
  input: Input,
  sample: [{ token: "384828", secondsRemaining: 20 }],
  effect: "none",
  idempotent: "naturally",
  run(ctx) {
    const secret = ctx.secrets?.secret;
    if (!secret)
      throw new StepError({
        kind: "connection",
        message: "No secret is chosen.",
        fix: "Choose a connection with a secret for one-time codes.",
      });
    const now = ctx.now();
    const { period } = ctx.input;
    return { token: oneTimeCode(secret, now, ctx.input), secondsRemaining: period - (Math.floor(now / 1000) % period) };
  },
});
