import { z } from "zod";
import type { AuthKind } from "#kit/connector.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";

export const smtpLogin: AuthKind = {
  id: "smtp",
  title: "Mail server login",
  help: "Gmail: smtp.gmail.com, port 465. Microsoft 365: smtp.office365.com, port 587. iCloud: smtp.mail.me.com, port 587. Yahoo: smtp.mail.yahoo.com, port 465. Gmail, iCloud and Yahoo want an app password, made in the account's security settings.",
  fields: z.object({
    host: field(z.string().trim().min(1, "The server's name is needed."), { title: "Host", placeholder: "smtp.example.com" }),
    port: field(z.coerce.number().int().min(1).max(65_535).default(465), { title: "Port", widget: "number" }),
    security: field(z.enum(["auto", "tls", "starttls", "off"]).default("auto"), {
      title: "Encryption",
      labels: ["By the port", "From the start (port 465)", "After the greeting (port 587)", "Off (only within your own network)"],
      widget: "select",
    }),
    user: field(z.string().trim().default(""), { title: "User", help: "Empty where the server asks for none." }),
    password: field(z.string().default(""), { title: "Password" }),
    ca: field(z.string().default(""), {
      title: "Certificate of its authority",
      help: "Only for a server of your own (PEM).",
      widget: "multiline",
      advanced: true,
    }),
  }),
  secret: ["password"],
  apply() {
    throw userError("A mail server's login can't be used for web requests.", { fix: "Choose another connection." });
  },
};
