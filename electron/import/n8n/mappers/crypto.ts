import { bool, literal, type Mapper, text } from "../mapper.ts";

const HASHES: Record<string, string> = {
  MD5: "md5",
  SHA1: "sha1",
  SHA256: "sha256",
  SHA384: "sha384",
  SHA512: "sha512",
  "SHA3-256": "sha3-256",
  "SHA3-384": "sha3-384",
  "SHA3-512": "sha3-512",
};
const SIGNATURES =
  "RSA-SHA1 RSA-SHA224 RSA-SHA256 RSA-SHA384 RSA-SHA512 RSA-SHA512/224 RSA-SHA512/256 RSA-SHA3-224 RSA-SHA3-256 RSA-SHA3-384 RSA-SHA3-512 RSA-MD5 RSA-RIPEMD160".split(
    " ",
  );

/** n8n offers each algorithm under every name that its crypto library knows. */
function signature(name: string): string | undefined {
  const hash = name
    .toLowerCase()
    .replace(/^(rsa|ssl3|id-rsassa-pkcs1-v1_5-with)-/, "")
    .replace(/withrsa(encryption)?$/, "")
    .replace(/^(ripemd|rmd160)$/, "ripemd160")
    .replace(/^sha1-2$/, "sha1")
    .replace(/^sha512-(224|256)$/, "sha512/$1");
  return SIGNATURES.find((known) => known === `RSA-${hash.toUpperCase()}`);
}

export const crypto: Mapper = ({ parameters }) => {
  const partial: string[] = [];
  const operation = literal(parameters.action, ["hash", "hmac", "sign", "generate"], "hash", "what it does", partial);
  const into = parameters.dataPropertyName ?? "data";
  const encoding = parameters.encoding ?? "hex";
  if (operation === "generate") {
    return {
      type: "core.crypto",
      params: { operation, kind: parameters.encodingType ?? "uuid", length: parameters.stringLength ?? 32, into },
      partial,
    };
  }
  if (operation === "sign") {
    const algorithm = signature(text(parameters.algorithm));
    if (!algorithm) return { unsupported: `It signs by ${text(parameters.algorithm) || "an algorithm"} that is not available.` };
    return {
      type: "core.crypto",
      params: { operation, value: parameters.value ?? "", algorithm, privateKey: parameters.privateKey ?? "", encoding, into },
      partial,
    };
  }
  const hash = HASHES[text(parameters.type, "MD5")];
  if (hash === undefined) return { unsupported: `It hashes by ${JSON.stringify(parameters.type)}, which is not available.` };
  const file = bool(parameters.binaryData, false);
  return {
    type: "core.crypto",
    params: {
      operation,
      hash,
      ...(file ? { from: "file", file: parameters.binaryPropertyName ?? "data" } : { value: parameters.value ?? "" }),
      ...(operation === "hmac" ? { secret: parameters.secret ?? "" } : {}),
      encoding,
      into,
    },
    partial,
  };
};
