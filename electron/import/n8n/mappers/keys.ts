import { bool, type Mapper, record, text } from "../mapper.ts";

const JWT = "core.jwt";

/** JWT 1. Its claims keep the names that its form gives them, which are not those of the standard. */
export const jwt: Mapper = ({ parameters }) => {
  const options = record(parameters.options);
  const algorithm = options.algorithm === undefined ? {} : { algorithm: options.algorithm };
  const operation = text(parameters.operation, "sign");
  if (operation === "sign") {
    const json = bool(parameters.useJson, false);
    const claims = record(parameters.claims);
    const named = Object.keys(claims).length > 0;
    return {
      type: JWT,
      params: {
        operation,
        claims: json ? (parameters.claimsJson ?? { my_field_1: "value 1", my_field_2: "value 2" }) : claims,
        ...algorithm,
        ...(options.kid === undefined ? {} : { keyId: options.kid }),
      },
      partial: !json && named ? ["its claims keep n8n's names, like 'audience'; most services want 'aud', 'iss', 'sub', 'exp'"] : [],
    };
  }
  return {
    type: JWT,
    params: {
      operation: operation === "verify" ? "verify" : "decode",
      token: parameters.token ?? "",
      complete: bool(options.complete, false),
      ...(operation === "verify"
        ? {
            ...algorithm,
            ignoreExpiration: bool(options.ignoreExpiration, false),
            ignoreNotBefore: bool(options.ignoreNotBefore, false),
            tolerance: options.clockTolerance ?? 0,
          }
        : {}),
    },
  };
};

/** TOTP 1. */
export const totp: Mapper = ({ parameters }) => {
  const options = record(parameters.options);
  return {
    type: "core.totp",
    params: { algorithm: options.algorithm ?? "SHA1", digits: options.digits ?? 6, period: options.period ?? 30 },
  };
};

/** Compression 1 and 1.1. */
export const compression: Mapper = ({ parameters, version }) => {
  const files = parameters.binaryPropertyName ?? "data";
  if (parameters.operation === "compress") {
    const format = parameters.outputFormat ?? (version < 1.1 ? "gzip" : "zip");
    return {
      type: "core.compression",
      params: {
        operation: "compress",
        files,
        format,
        fileName: parameters.fileName ?? "",
        into: parameters.binaryPropertyOutput ?? parameters.outputPrefix ?? "data",
      },
    };
  }
  return { type: "core.compression", params: { operation: "decompress", files, prefix: parameters.outputPrefix ?? "file_" } };
};
