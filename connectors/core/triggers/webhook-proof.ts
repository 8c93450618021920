import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Verdict, WebhookRequest } from "#kit/trigger.ts";

/** How a sender signs: the body alone, or with the time it was sent, as Stripe or the Standard Webhooks rules do it. */
export const SCHEMES = ["body", "stripe", "standard"] as const;
export interface Signing {
  scheme: (typeof SCHEMES)[number];
  /** Lower or upper case, as the sender writes it. */
  header: string;
  algorithm: "sha1" | "sha256" | "sha512";
  encoding: "hex" | "base64";
  prefix: string;
}

/** Seconds that a signed time may be off, either way. */
const TOLERANCE = 300;

const refuse = (status: number, message: string): Verdict => ({ ok: false, status, message });

/** Takes as long for a wrong guess as for a right one, whatever the lengths. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

export function checkBasic(request: WebhookRequest, secrets: Readonly<Record<string, string>> | undefined): Verdict {
  const { username, password } = secrets ?? {};
  if (username === undefined || password === undefined || password === "") return noSecret("user name and password");
  const sent = /^basic\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const login = Buffer.from(sent, "base64").toString("utf8");
  return sameText(login, `${username}:${password}`) ? { ok: true } : refuse(401, "Wrong user name or password.");
}

export function checkHeader(request: WebhookRequest, header: string, secrets: Readonly<Record<string, string>> | undefined): Verdict {
  const token = secrets?.token;
  const expected = token ? `Bearer ${token}` : (secrets?.key ?? secrets?.secret);
  if (expected === undefined || expected === "") return noSecret("key");
  const name = header || secrets?.name || (token ? "authorization" : "x-api-key");
  const sent = request.headers[name.toLowerCase()];
  if (sent === undefined) return refuse(401, `The header ${name} is missing.`);
  return sameText(sent, expected) ? { ok: true } : refuse(403, `The header ${name} has a wrong value.`);
}

/** `now` in milliseconds. Compares with what the raw bytes give, never with a body written anew. */
export function checkSignature(
  request: WebhookRequest,
  signing: Signing,
  secrets: Readonly<Record<string, string>> | undefined,
  now: number,
): Verdict {
  const secret = secrets?.secret || secrets?.key || secrets?.token;
  if (!secret) return noSecret("signing secret");
  const sent = request.headers[signing.header.toLowerCase()];
  if (!sent) return refuse(401, `The header ${signing.header} is missing.`);
  switch (signing.scheme) {
    case "body": {
      if (signing.prefix !== "" && !sent.startsWith(signing.prefix))
        return refuse(401, `The header ${signing.header} does not begin with ${signing.prefix}`);
      const expected = createHmac(signing.algorithm, secret).update(request.raw).digest(signing.encoding);
      const given = sent.slice(signing.prefix.length).trim();
      return sameText(signing.encoding === "hex" ? given.toLowerCase() : given, expected) ? { ok: true } : wrong();
    }
    case "stripe": {
      const parts = sent.split(",").map((part) => part.trim().split("=", 2));
      const time = parts.find(([key]) => key === "t")?.[1] ?? "";
      const late = offTime(time, now);
      if (late) return late;
      const expected = createHmac("sha256", secret).update(`${time}.`).update(request.raw).digest("hex");
      return parts.some(([key, value]) => key === "v1" && value !== undefined && sameText(value, expected)) ? { ok: true } : wrong();
    }
    case "standard": {
      const id = request.headers["webhook-id"] ?? "";
      const time = request.headers["webhook-timestamp"] ?? "";
      const late = offTime(time, now);
      if (late) return late;
      const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
      const expected = createHmac("sha256", key).update(`${id}.${time}.`).update(request.raw).digest("base64");
      return sent.split(" ").some((one) => sameText(one, `v1,${expected}`)) ? { ok: true } : wrong();
    }
  }
}

const wrong = (): Verdict => refuse(401, "The signature does not fit the body.");

function offTime(seconds: string, now: number): Verdict | undefined {
  if (!/^\d{1,12}$/.test(seconds)) return refuse(401, "The signature names no time.");
  return Math.abs(now / 1000 - Number(seconds)) > TOLERANCE ? refuse(401, "The signature is too old, or a clock is wrong.") : undefined;
}

/** A lost secret closes the door; it never opens it. */
const noSecret = (what: string): Verdict =>
  refuse(503, `This address asks for a ${what}, but its connection has none. Open the trigger and choose a connection.`);
