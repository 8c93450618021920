import type { Manifest } from "#kit/connector.ts";

/** The version whose shapes the actions are written for; sent with every request. */
export const API_VERSION = "2026-10-28.endive";

export const manifest: Manifest = {
  id: "stripe",
  name: "Stripe",
  category: "Payments",
  description: "Customers, invoices, payment links, payments and refunds in your own Stripe account.",
  needs: "A Stripe account and a restricted API key of it.",
  hosts: ["api.stripe.com"],
  baseUrl: "https://api.stripe.com",
  docs: "https://docs.stripe.com/api",
  facts: { date: "2026-11-22", source: `npm stripe 23.1.0 (API ${API_VERSION}), fixtures of stripe/openapi of 2026-08-21, changelog` },
  verifiedBy: "Requests checked against parameters derived from the official SDK's types and answers from the official fixtures",
  limits: "Test keys: 25 requests a second; live keys: about 100. Webhooks are sent again for 3 days.",
  pricing: "No charge for the API; Stripe takes its fee from each payment.",
  notes:
    "Amounts are whole numbers of the currency's smallest unit: 12.50 USD is 1250, 1250 JPY is 1250. Stripe keeps an idempotency key for at least 24 hours.",
  keywords: ["payment", "invoice", "credit card", "deposit", "refund", "billing", "checkout"],
  offline: false,
  idempotencyHeader: "Idempotency-Key",
  rate: { requests: 20, per: 1000, concurrency: 10 },
};
