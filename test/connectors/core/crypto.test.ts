import { createVerify, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cryptoAction } from "../../../connectors/core/actions/crypto.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const run = async (params: JsonObject) =>
  String(jsons((await runStep(cryptoAction, { params, items: itemsOf({ a: 1 }) })).outputs[0])[0]?.data);

describe("core.crypto", () => {
  // The empty text's and RFC 4231's published values.
  it("hashes as published", async () => {
    expect(await run({ hash: "md5", value: "" })).toBe("d41d8cd98f00b204e9800998ecf8427e");
    expect(await run({ value: "" })).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(await run({ hash: "sha3-256", value: "" })).toBe("a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
    expect(await run({ operation: "hmac", secret: "Jefe", value: "what do ya want for nothing?" })).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });
  it("signs so that the public key confirms it, and never shows the key in an error", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const signature = await run({ operation: "sign", value: "pay 5", privateKey: pem, encoding: "base64" });
    expect(createVerify("RSA-SHA256").update("pay 5").verify(publicKey, signature, "base64")).toBe(true);
    for (const algorithm of [
      "RSA-MD5",
      "RSA-RIPEMD160",
      "RSA-SHA224",
      "RSA-SHA512/224",
      "RSA-SHA512/256",
      "RSA-SHA3-224",
      "RSA-SHA3-256",
      "RSA-SHA3-384",
      "RSA-SHA3-512",
    ]) {
      const made = await run({ operation: "sign", value: "pay 5", privateKey: pem, algorithm });
      expect(createVerify(algorithm).update("pay 5").verify(publicKey, made, "hex"), algorithm).toBe(true);
    }
    const failed = await run({ operation: "sign", value: "x", privateKey: "canary-key" }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(JSON.stringify(failed) + String(failed)).not.toContain("canary");
  });
  it("makes random texts of the length asked for", async () => {
    expect(await run({ operation: "generate", kind: "hex", length: 9 })).toMatch(/^[0-9a-f]{9}$/);
    expect(await run({ operation: "generate", kind: "base64", length: 200 })).toMatch(/^\w{200}$/);
    expect(await run({ operation: "generate", kind: "ascii", length: 5 })).toHaveLength(5);
    expect(await run({ operation: "generate" })).toMatch(/^[0-9a-f-]{36}$/);
  });
});
