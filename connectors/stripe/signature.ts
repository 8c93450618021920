import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds that a signature may be old or, by a clock that is off, ahead. */
const TOLERANCE = 300;

export type SignatureVerdict = { ok: true } | { ok: false; message: string };

/**
 * `Stripe-Signature: t=<unix>,v1=<hex>[,v1=<hex>]` over `"{t}." + raw body`. Any `v1` of any of the secrets counts. All of
 * them are compared, whatever the first says, so that the time taken tells nothing.
 */
export function checkSignature(header: string | undefined, raw: Uint8Array, secrets: readonly string[], now: number): SignatureVerdict {
  if (secrets.length === 0) return { ok: false, message: "The connection of this trigger has no webhook signing secret." };
  const parts = (header ?? "").split(",").map((part) => part.trim().split("=", 2));
  const times = parts.filter(([name]) => name === "t").map(([, value]) => value ?? "");
  const given = parts
    .filter(([name, value]) => name === "v1" && /^[0-9a-f]{64}$/.test(value ?? ""))
    .map(([, value]) => Buffer.from(value ?? "", "hex"));
  const [time = ""] = times;
  if (times.length !== 1 || !/^\d{1,12}$/.test(time) || given.length === 0)
    return { ok: false, message: "The Stripe-Signature header is missing or incomplete." };
  let matches = 0;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(`${time}.`).update(raw).digest();
    for (const signature of given) matches += timingSafeEqual(expected, signature) ? 1 : 0;
  }
  if (matches === 0) return { ok: false, message: "The signature does not fit the body and the signing secret." };
  if (Math.abs(now / 1000 - Number(time)) > TOLERANCE) return { ok: false, message: "The signature's time is more than 5 minutes off." };
  return { ok: true };
}

/** Several secrets may stand in the field while they are being changed. */
export const secretsOf = (field: string | undefined): string[] => (field ?? "").split(/[\s,]+/).filter((secret) => secret !== "");
