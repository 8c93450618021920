import { z } from "zod";
import type { AuthKind } from "#kit/connector.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";

export const redisLogin: AuthKind = {
  id: "login",
  title: "Redis login",
  help: "Your provider shows these beside the database, often as rediss://user:password@host:port.",
  fields: z.object({
    host: field(z.string().trim().min(1, "The server's name is needed."), { title: "Host", placeholder: "redis.example.com" }),
    port: field(z.coerce.number().int().min(1).max(65_535).default(6379), { title: "Port", widget: "number" }),
    user: field(z.string().trim().default(""), { title: "User", help: "Empty where there is only a password." }),
    password: field(z.string().default(""), { title: "Password" }),
    database: field(z.coerce.number().int().min(0).default(0), { title: "Number of the database", widget: "number", advanced: true }),
    tls: field(z.enum(["verify", "encrypt", "off"]).default("verify"), {
      title: "Encryption",
      labels: ["On, and the certificate is checked", "On, with any certificate", "Off (only within your own network)"],
      widget: "select",
    }),
    ca: field(z.string().default(""), {
      title: "Certificate of its authority",
      help: "Only where the provider gives you one (PEM).",
      widget: "multiline",
      advanced: true,
    }),
  }),
  secret: ["password"],
  apply() {
    throw userError("A Redis login can't be used for web requests.", { fix: "Choose another connection." });
  },
};
