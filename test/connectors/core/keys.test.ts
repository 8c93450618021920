import { createHmac, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { jwtAction } from "../../../connectors/core/actions/jwt.ts";
import { oneTimeCode, totpAction } from "../../../connectors/core/actions/totp.ts";
import { StepError } from "../../../electron/shared/model/failure.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const NOW = Date.UTC(2026, 0, 1);
const seconds = NOW / 1000;
async function run(params: JsonObject, secrets: Record<string, string> | undefined = { secret: "s3cret" }) {
  return jsons((await runStep(jwtAction, { params, items: itemsOf({}), now: NOW, ...(secrets ? { secrets } : {}) })).outputs[0])[0] ?? {};
}
const failed = (...given: Parameters<typeof run>) =>
  run(...given).then(
    () => undefined,
    (error: unknown) => (error instanceof StepError ? error.failure : error),
  );
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** A token by hand, so that ours is not its own witness. */
function handMade(claims: unknown, header: unknown = { alg: "HS256", typ: "JWT" }, key = "s3cret"): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${createHmac("sha256", key).update(body).digest("base64url")}`;
}

describe("core.jwt", () => {
  it("makes the token that the standard says", async () => {
    expect(await run({ claims: { sub: "1" }, expiresIn: 60 })).toEqual({ token: handMade({ sub: "1", iat: seconds, exp: seconds + 60 }) });
    expect(await run({ claims: '{"iat": 5}', keyId: "k" })).toEqual({
      token: handMade({ iat: 5 }, { alg: "HS256", typ: "JWT", kid: "k" }),
    });
  });
  it("checks a token and gives its claims, with all its parts where asked", async () => {
    const token = handMade({ sub: "1", aud: ["a", "b"], iss: "us", exp: seconds + 1 });
    expect(await run({ operation: "verify", token, audience: "b", issuer: "us" })).toMatchObject({ payload: { sub: "1" } });
    expect(await run({ operation: "decode", token, complete: true })).toMatchObject({ header: { alg: "HS256" }, signature: /.+/ });
  });
  it.each([
    ["another key", handMade({}, undefined, "other"), {}, "The token's signature is not right."],
    ["no signature at all", `${encode({ alg: "none" })}.${encode({})}.`, {}, "The token is not of kind HS256."],
    ["another kind", handMade({}, { alg: "HS512" }), {}, "The token is not of kind HS256."],
    ["past its time", handMade({ exp: seconds }), {}, "The token has expired."],
    ["before its time", handMade({ nbf: seconds + 9 }), { tolerance: 5 }, "The token is not valid yet."],
    ["a time that is no number", handMade({ exp: "never" }), {}, "The token has expired."],
    ["another audience", handMade({ aud: "a" }), { audience: "b" }, "The token is not for 'b'."],
    ["another issuer", handMade({}), { issuer: "us" }, "The token is not from 'us'."],
    ["words", "hello", {}, "This is no token that can be read."],
    ["nothing", "", {}, "There is no token."],
  ])("refuses %s", async (_what, token, more, message) => {
    expect(await failed({ operation: "verify", token, ...more })).toMatchObject({ field: "token", message });
  });
  it("takes a token past or before its time where told to, or within the tolerance", async () => {
    expect(await run({ operation: "verify", token: handMade({ exp: 1 }), ignoreExpiration: true })).toMatchObject({ payload: { exp: 1 } });
    expect(await run({ operation: "verify", token: handMade({ nbf: seconds + 4 }), tolerance: 5 })).toMatchObject({ payload: {} });
  });
  it("signs with key pairs; the public key of one pair can't be taken for a secret", async () => {
    for (const [algorithm, { privateKey, publicKey }] of [
      ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 })],
      ["PS384", generateKeyPairSync("rsa", { modulusLength: 2048 })],
      ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ] as const) {
      const secrets = {
        algorithm,
        privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
      };
      const { token } = await run({ claims: { a: 1 } }, secrets);
      expect(await run({ operation: "verify", token: String(token) }, secrets), algorithm).toMatchObject({ payload: { a: 1 } });
      expect(await failed({ operation: "verify", token: handMade({}, undefined, secrets.publicKey) }, secrets)).toMatchObject({
        field: "token",
      });
    }
  });
  it("says what the connection lacks, and never shows a key", async () => {
    expect(await failed({}, {})).toMatchObject({ kind: "connection", message: "The connection has no secret." });
    const bad = await failed({}, { algorithm: "RS256", privateKey: "canary-key" });
    expect(bad).toMatchObject({ kind: "connection" });
    expect(JSON.stringify(bad)).not.toContain("canary");
    expect(await failed({ claims: "[1]" })).toMatchObject({ field: "claims" });
  });
});

describe("core.totp", () => {
  // Published in RFC 6238, appendix B.
  const base32 = {
    SHA1: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    SHA256: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA",
    SHA512: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA",
  } as const;
  it.each([
    [59, "SHA1", "94287082"],
    [59, "SHA256", "46119246"],
    [59, "SHA512", "90693936"],
    [1_111_111_109, "SHA1", "07081804"],
    [20_000_000_000, "SHA256", "77737706"],
  ] as const)("at %d seconds by %s", (time, algorithm, code) => {
    expect(oneTimeCode(base32[algorithm], time * 1000, { algorithm, digits: 8, period: 30 })).toBe(code);
  });
  it("says how long the code holds, and what is wrong with a secret without showing it", async () => {
    const step = (secret: string) => runStep(totpAction, { secrets: { secret }, now: 61_000 });
    expect(jsons((await step("jbsw y3dp-ehpk 3pxp")).outputs[0])).toEqual([
      { token: expect.stringMatching(/^\d{6}$/), secondsRemaining: 29 },
    ]);
    const bad: unknown = await step("canary!").catch((error: unknown) => error);
    expect(bad).toMatchObject({ failure: { kind: "connection", field: "secret" } });
    expect(JSON.stringify(bad)).not.toContain("canary");
  });
});
