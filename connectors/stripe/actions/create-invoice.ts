import type Stripe from "stripe";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import type { ItemContext } from "#kit/context.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { keysOf, plain, withStripe } from "../client.ts";
import { amount, currency, filled, metadata, metadataOf, STEP_FIELD, text } from "../fields.ts";

const Line = z.object({
  description: field(text, { title: "Description", placeholder: "Labour, 3 hours" }),
  amount: field(amount.optional(), { title: "Price each, in cents", help: "12.50 is 1250. Negative for a discount.", placeholder: "1250" }),
  quantity: field(z.coerce.number().int().positive().default(1), { title: "Quantity" }),
  price: field(text, {
    title: "Stripe price",
    help: "Instead of an amount: a price of your catalogue.",
    placeholder: "price_…",
    advanced: true,
  }),
});

const Input = z.object({
  customer: field(z.string().trim().min(1, "A customer is needed."), { title: "Customer", placeholder: "cus_…" }),
  lines: field(z.array(Line).min(1, "An invoice needs at least one line.").max(100), { title: "Lines", widget: "list" }),
  currency,
  daysUntilDue: field(z.coerce.number().int().min(0).max(3650).default(30), { title: "Days until it is due" }),
  memo: field(text, { title: "Note on the invoice", widget: "multiline" }),
  footer: field(text, { title: "Footer", advanced: true }),
  finish: field(z.enum(["draft", "finalize", "send"]).default("draft"), {
    title: "Then",
    widget: "select",
    labels: ["Leave it as a draft", "Make it final, with a payment page", "Make it final and e-mail it"],
  }),
  metadata,
});
type Input = z.infer<typeof Input>;

/** One-off lines carry their total; the quantity is told in words, as such lines have none of their own. */
function itemOf(line: Input["lines"][number], i: number, input: Input): Stripe.InvoiceItemCreateParams {
  const common = { customer: input.customer };
  if (line.price !== "")
    return { ...common, pricing: { price: line.price }, quantity: line.quantity, ...filled({ description: line.description }) };
  if (line.amount === undefined) {
    throw userError(`Line ${i + 1} has neither an amount nor a Stripe price.`, { field: `lines.${i}.amount`, fix: "Fill in one of them." });
  }
  const total = line.amount * line.quantity;
  if (!Number.isSafeInteger(total)) throw userError(`Line ${i + 1} is too large.`, { field: `lines.${i}.amount` });
  const description = line.quantity === 1 ? line.description : `${line.quantity} × ${line.description}`.trim();
  return { ...common, amount: total, currency: input.currency, ...filled({ description }) };
}

async function create(ctx: ItemContext<Input>, stripe: Stripe): Promise<Stripe.Invoice> {
  const { input } = ctx;
  // Lines are checked before anything exists in Stripe.
  const items = input.lines.map((line, i) => itemOf(line, i, input));
  const key = keysOf(ctx);
  const draft = await stripe.invoices.create(
    {
      customer: input.customer,
      currency: input.currency,
      collection_method: "send_invoice",
      days_until_due: input.daysUntilDue,
      auto_advance: false,
      pending_invoice_items_behavior: "exclude",
      ...filled({ description: input.memo, footer: input.footer }),
      metadata: metadataOf(input.metadata, ctx.idempotencyKey),
    },
    key(),
  );
  for (const item of items) await stripe.invoiceItems.create({ ...item, invoice: draft.id }, key());
  if (input.finish === "draft") return stripe.invoices.retrieve(draft.id);
  const final = await stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false }, key());
  return input.finish === "finalize" ? final : stripe.invoices.sendInvoice(draft.id, {}, key());
}

export const createInvoice = defineAction<Input>({
  id: "create_invoice",
  title: "Create invoice",
  description: "Makes an invoice with its lines, and makes it final or e-mails it if you want.",
  keywords: ["bill", "send invoice", "charge"],
  icon: "receipt",
  mode: "item",
  input: Input,
  output: z.looseObject({ id: z.string(), status: z.string().nullish(), hosted_invoice_url: z.string().nullish(), amount_due: z.number() }),
  sample: [
    {
      id: "in_1MtHbELkdIwHu7ixl4OzzPMv",
      object: "invoice",
      customer: "cus_NffrFeUfNV2Hib",
      status: "open",
      currency: "usd",
      amount_due: 37500,
      amount_remaining: 37500,
      hosted_invoice_url: "https://invoice.stripe.com/i/acct_1/test_1",
      invoice_pdf: "https://pay.stripe.com/invoice/acct_1/test_1/pdf",
    },
  ],
  effect: "write",
  idempotent: "key",
  dangerous: "money",
  connection: "required",
  run: (ctx) => withStripe(ctx, "write", async (stripe) => plain(await create(ctx, stripe))),
  verify: (ctx) =>
    withStripe(ctx, "read", async (stripe) => {
      const { data } = await stripe.invoices.list({ customer: ctx.input.customer, limit: 100 });
      const made = data.find((invoice) => invoice.metadata?.[STEP_FIELD] === ctx.idempotencyKey);
      if (!made) return { happened: false };
      // A draft may still lack some of its lines, and whether an open one was e-mailed Stripe does not tell.
      const done = ctx.input.finish === "finalize" && made.status !== "draft";
      return done ? { happened: true, output: plain(made) } : { happened: "unknown" };
    }),
});
