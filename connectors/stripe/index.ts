import { type Connector, defineConnector } from "#kit/connector.ts";
import type { HttpClient } from "#kit/http.ts";
import { StepError } from "#shared/model/failure.ts";
import { createCustomer } from "./actions/create-customer.ts";
import { createInvoice } from "./actions/create-invoice.ts";
import { createPaymentLink } from "./actions/create-payment-link.ts";
import { findCustomer } from "./actions/find-customer.ts";
import { getInvoice } from "./actions/get-invoice.ts";
import { getPayment } from "./actions/get-payment.ts";
import { refund } from "./actions/refund.ts";
import { secretKey } from "./auth.ts";
import { withStripe } from "./client.ts";
import { manifest } from "./manifest.ts";
import { stripeEvent } from "./triggers/event.ts";

/** The account's name. Restricted keys may not read it: then what they may read says at least that they work. */
async function whose(http: HttpClient, secrets: Readonly<Record<string, string>>): Promise<{ label: string }> {
  const mode = /^(sk|rk)_test_/.test(secrets.key ?? "") ? " (test mode)" : "";
  const name = await withStripe({ http, secrets }, "read", async (stripe) => {
    const account = await stripe.accounts.retrieveCurrent();
    return account.business_profile?.name ?? account.settings?.dashboard.display_name ?? account.email ?? account.id;
  }).catch(async (error: unknown) => {
    if (!(error instanceof StepError) || error.failure.status !== 403) throw error;
    await withStripe({ http, secrets }, "read", (stripe) => stripe.customers.list({ limit: 1 }));
    return "Stripe account";
  });
  return { label: `${name}${mode}` };
}

export const stripe: Connector = defineConnector({
  manifest,
  auth: [secretKey],
  actions: [findCustomer, createCustomer, createInvoice, getInvoice, createPaymentLink, getPayment, refund],
  triggers: [stripeEvent],
  test: whose,
});
