import { z } from "zod";
import { userError } from "#shared/model/failure.ts";
import type { AuthKind } from "../connector.ts";
import { field } from "../field.ts";

/** The login of a database server. `database`: which one is meant where none is named; empty = it may stay open. */
export const databaseLogin = (defaults: { port: number; database: string }): AuthKind => ({
  id: "login",
  title: "Database login",
  help: "Your provider shows these under “connection details”. A login of its own for this app, with no more rights than it needs, is best.",
  fields: z.object({
    host: field(z.string().trim().min(1, "The server's name is needed."), { title: "Host", placeholder: "db.example.com" }),
    port: field(z.coerce.number().int().min(1).max(65_535).default(defaults.port), { title: "Port", widget: "number" }),
    database: field(z.string().trim().default(defaults.database), { title: "Database" }),
    user: field(z.string().trim().min(1, "The user is needed."), { title: "User" }),
    password: field(z.string().default(""), { title: "Password" }),
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
    numbers: field(z.enum(["text", "number"]).default("text"), {
      title: "Large numbers come as",
      labels: ["Text, exact", "Numbers, rounded beyond 15 digits"],
      widget: "select",
      advanced: true,
    }),
  }),
  secret: ["password"],
  apply() {
    throw userError("A database login can't be used for web requests.", { fix: "Choose another connection." });
  },
});
