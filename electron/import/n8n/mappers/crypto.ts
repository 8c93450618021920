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
const SIGNATURES = ["RSA-SHA1", "RSA-SHA256", "RSA-SHA384", "RSA-SHA512"] as const;

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
    const algorithm = SIGNATURES.find((name) => name === parameters.algorithm);
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
