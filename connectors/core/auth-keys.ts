import { z } from "zod";
import type { AuthKind } from "#kit/connector.ts";
import { field } from "#kit/field.ts";

export const JWT_ALGORITHMS = [
  "HS256",
  "HS384",
  "HS512",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
] as const;

/** Signs and checks tokens in the step itself: nothing of it goes along with a request. */
export const signingKey: AuthKind = {
  id: "signingKey",
  title: "Key for tokens (JWT)",
  help: "A secret that both sides know, or a pair of keys in PEM form.",
  fields: z.object({
    algorithm: field(z.enum(JWT_ALGORITHMS).default("HS256"), { title: "Kind", labels: [...JWT_ALGORITHMS], widget: "select" }),
    secret: field(z.string().default(""), { title: "Secret", help: "For kinds that begin with HS." }),
    privateKey: field(z.string().default(""), { title: "Private key", help: "PEM, to sign.", widget: "multiline" }),
    publicKey: field(z.string().default(""), { title: "Public key", help: "PEM, to check.", widget: "multiline" }),
  }),
  secret: ["secret", "privateKey"],
  apply: (request) => request,
};

/** Makes one-time codes in the step itself. */
export const oneTimeSecret: AuthKind = {
  id: "oneTimeSecret",
  title: "Secret for one-time codes (TOTP)",
  help: "The text under the QR code that a service shows for an authenticator app.",
  fields: z.object({
    secret: field(z.string().min(1), { title: "Secret", placeholder: "JBSWY3DPEHPK3PXP" }),
    label: field(z.string().default(""), { title: "Account", placeholder: "Service:name" }),
  }),
  secret: ["secret"],
  apply: (request) => request,
};
