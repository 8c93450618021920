import { z } from "zod";
import type { AuthKind } from "#kit/connector.ts";
import { field } from "#kit/field.ts";
import { StepError } from "#shared/model/failure.ts";

export const secretKey: AuthKind = {
  id: "secretKey",
  title: "Secret key",
  help: "In the Stripe dashboard under Developers, API keys: create a restricted key that may write Customers, Invoices, Payment Links and Refunds and read Payment Intents, Balance and Events.",
  fields: z.object({
    key: field(
      z
        .string()
        .trim()
        .regex(/^(sk|rk)_(live|test)_\S+$/, "A Stripe key begins with sk_live_, sk_test_, rk_live_ or rk_test_."),
      { title: "Key", placeholder: "rk_live_…" },
    ),
    webhookSecret: field(z.string().trim().default(""), {
      title: "Webhook signing secret",
      help: "Only for the trigger: shown once when the webhook endpoint is made in Stripe. While you change it, both the old and the new one may stand here, separated by a space.",
      placeholder: "whsec_…",
    }),
    account: field(z.string().trim().default(""), {
      title: "Connected account",
      help: "Only if the key belongs to a platform that acts for others.",
      placeholder: "acct_…",
      advanced: true,
    }),
  }),
  secret: ["key", "webhookSecret"],
  apply(request, secrets) {
    const { key = "", account = "" } = secrets;
    if (key === "") {
      throw new StepError({
        kind: "connection",
        message: "The Stripe connection has no key.",
        fix: "Open the connection and enter the secret key.",
        field: "key",
        retryable: false,
        outcome: "none",
      });
    }
    const headers = { ...request.headers, Authorization: `Bearer ${key}`, ...(account === "" ? {} : { "Stripe-Account": account }) };
    return { ...request, headers };
  },
};
