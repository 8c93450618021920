import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { JWT_ALGORITHMS } from "../auth-keys.ts";
import { isRecord } from "../values/path.ts";
import { parseRelaxedJson } from "../values/relaxed-json.ts";

// JSON Web Tokens are RFC 7519, their signatures RFC 7515 and 7518.

const signs = { operation: ["sign"] };
const checks = { operation: ["verify"] };

const Input = z.object({
  operation: field(z.enum(["sign", "verify", "decode"]).default("sign"), {
    title: "What to do",
    labels: ["Make a token", "Check a token", "Read a token without checking it"],
    widget: "select",
    expression: "no",
  }),
  claims: field(z.unknown().optional(), {
    title: "Claims",
    help: 'A JSON object, like {"sub": "42", "aud": "crm"}.',
    widget: "json",
    showIf: signs,
  }),
  expiresIn: field(z.coerce.number().int().min(0).default(0), {
    title: "Valid for (seconds)",
    help: "0 for a token that does not expire.",
    widget: "number",
    showIf: signs,
  }),
  keyId: field(z.string().default(""), { title: "Id of the key", showIf: signs, advanced: true }),
  token: field(z.string().default(""), { title: "Token", showIf: { operation: ["verify", "decode"] } }),
  algorithm: field(z.enum(["connection", ...JWT_ALGORITHMS]).default("connection"), {
    title: "Kind",
    labels: ["As the connection says", ...JWT_ALGORITHMS],
    widget: "select",
    showIf: { operation: ["sign", "verify"] },
    advanced: true,
  }),
  audience: field(z.string().default(""), { title: "It must be for (aud)", showIf: checks, advanced: true }),
  issuer: field(z.string().default(""), { title: "It must be from (iss)", showIf: checks, advanced: true }),
  ignoreExpiration: field(z.boolean().default(false), {
    title: "Also if it has expired",
    widget: "switch",
    showIf: checks,
    advanced: true,
  }),
  ignoreNotBefore: field(z.boolean().default(false), {
    title: "Also before it is valid",
    widget: "switch",
    showIf: checks,
    advanced: true,
  }),
  tolerance: field(z.coerce.number().min(0).max(86_400).default(0), {
    title: "Clocks may differ by (seconds)",
    widget: "number",
    showIf: checks,
    advanced: true,
  }),
  complete: field(z.boolean().default(false), {
    title: "With header and signature",
    widget: "switch",
    showIf: { operation: ["verify", "decode"] },
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;
type Context = ItemContext<Input>;

const keyFault = (message: string, fix: string): StepError => new StepError({ kind: "connection", message, fix });

function algorithmOf({ input, secrets }: Context): string {
  const named = input.algorithm === "connection" ? (secrets?.algorithm ?? "HS256") : input.algorithm;
  const known = z.enum(JWT_ALGORITHMS).safeParse(named);
  if (!known.success) throw keyFault(`Tokens of kind '${named}' can't be made or checked.`, "Choose another kind in the connection.");
  return known.data;
}

/** The key that the connection holds for this. Reasons may quote it, so they are not passed on. */
function keyOf({ secrets }: Context, algorithm: string, use: "sign" | "verify"): Uint8Array | KeyObject {
  if (!secrets) throw keyFault("No key is chosen.", "Choose a connection with a key for tokens.");
  if (algorithm.startsWith("HS")) {
    if (!secrets.secret)
      throw keyFault("The connection has no secret.", `Kind ${algorithm} needs one: open the connection and fill it in.`);
    return new TextEncoder().encode(secrets.secret);
  }
  const pem = use === "sign" ? secrets.privateKey : secrets.publicKey || secrets.privateKey;
  if (!pem) throw keyFault(`The connection has no ${use === "sign" ? "private" : "public"} key.`, "Open the connection and fill it in.");
  try {
    const text = pem.replace(/\\n/g, "\n");
    return use === "sign" ? createPrivateKey(text) : createPublicKey(text);
  } catch {
    throw keyFault(
      `The connection's ${use === "sign" ? "private" : "public"} key can't be read.`,
      "Give it in PEM form, with its first and last line.",
    );
  }
}

function claimsOf({ claims }: Input): JsonObject {
  let value: unknown = claims ?? {};
  try {
    if (typeof value === "string") value = parseRelaxedJson(value);
  } catch {
    throw userError("The claims are not JSON.", { field: "claims", fix: 'Write them like {"sub": "42"}.' });
  }
  if (!isRecord(value)) throw userError("The claims are no JSON object.", { field: "claims", fix: 'Write them like {"sub": "42"}.' });
  return value;
}

async function sign(ctx: Context): Promise<JsonObject> {
  const { CompactSign } = await import("jose");
  const { input } = ctx;
  const algorithm = algorithmOf(ctx);
  const now = Math.floor(ctx.now() / 1000);
  const claims: JsonObject = { ...claimsOf(input) };
  claims.iat ??= now;
  if (input.expiresIn > 0) claims.exp = now + input.expiresIn;
  const header = { alg: algorithm, typ: "JWT", ...(input.keyId === "" ? {} : { kid: input.keyId }) };
  const key = keyOf(ctx, algorithm, "sign");
  try {
    return { token: await new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(key) };
  } catch {
    throw keyFault(
      `The connection's key does not fit tokens of kind ${algorithm}.`,
      "Choose a kind that fits the key; an RSA key needs 2048 bits at least.",
    );
  }
}

const badToken = (message: string, fix = "Check where the token comes from."): StepError => userError(message, { field: "token", fix });

async function read(token: string): Promise<{ header: JsonObject; payload: unknown; signature: string }> {
  const { decodeProtectedHeader } = await import("jose");
  const parts = token.trim().split(".");
  try {
    if (parts.length !== 3) throw new Error("three parts");
    const payload: unknown = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString());
    return { header: { ...decodeProtectedHeader(token.trim()) }, payload, signature: parts[2] ?? "" };
  } catch {
    throw badToken(
      token === "" ? "There is no token." : "This is no token that can be read.",
      "Give a JSON Web Token: three parts with dots between.",
    );
  }
}

function checkClaims(payload: unknown, ctx: Context): void {
  if (!isRecord(payload)) return;
  const { input } = ctx;
  const seconds = ctx.now() / 1000;
  const { exp, nbf, aud, iss } = payload;
  if (!input.ignoreExpiration && exp !== undefined && (typeof exp !== "number" || exp + input.tolerance <= seconds))
    throw badToken("The token has expired.", "Get a new one.");
  if (!input.ignoreNotBefore && nbf !== undefined && (typeof nbf !== "number" || nbf - input.tolerance > seconds))
    throw badToken("The token is not valid yet.");
  if (input.audience !== "" && ![aud].flat().includes(input.audience)) throw badToken(`The token is not for '${input.audience}'.`);
  if (input.issuer !== "" && iss !== input.issuer) throw badToken(`The token is not from '${input.issuer}'.`);
}

async function verify(ctx: Context): Promise<JsonObject> {
  const { compactVerify, errors } = await import("jose");
  const { input } = ctx;
  const found = await read(input.token);
  const algorithm = algorithmOf(ctx);
  const key = keyOf(ctx, algorithm, "verify");
  try {
    // Only the kind that we expect: a token can't choose its own, least of all none.
    await compactVerify(input.token.trim(), key, { algorithms: [algorithm] });
  } catch (error) {
    if (error instanceof errors.JOSEAlgNotAllowed)
      throw badToken(`The token is not of kind ${algorithm}.`, "Choose the kind that the sender uses.");
    if (error instanceof errors.JWSSignatureVerificationFailed)
      throw badToken("The token's signature is not right.", "Check the key, and where the token comes from.");
    throw badToken("The token can't be checked with this key.", "Check the key and the kind.");
  }
  checkClaims(found.payload, ctx);
  return input.complete ? { ...found } : { payload: found.payload };
}

export const jwtAction = defineAction<Input>({
  id: "jwt",
  title: "JWT",
  description: "Makes, checks and reads JSON Web Tokens.",
  example: 'A token with {"sub": "42"} that is valid for an hour, for a service that asks for one.',
  keywords: ["token", "sign", "verify", "decode", "login", "bearer", "claims"],
  icon: "key-round",
  mode: "item",
  connection: "optional",
  input: Input,
  sample: [{ token: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl" }],
  effect: "none",
  idempotent: "naturally",
  async run(ctx) {
    const { input } = ctx;
    if (input.operation === "sign") return await sign(ctx);
    if (input.operation === "verify") return await verify(ctx);
    const found = await read(input.token);
    return input.complete ? { ...found } : { payload: found.payload };
  },
});
