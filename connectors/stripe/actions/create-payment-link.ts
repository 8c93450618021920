import type Stripe from "stripe";
import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import { keysOf, plain, withStripe } from "../client.ts";
import { amount, currency, metadata, metadataOf, STEP_FIELD, text } from "../fields.ts";

const Line = z.object({
  name: field(text, { title: "What is paid for", placeholder: "Deposit for kitchen refit" }),
  amount: field(amount.positive("The price has to be more than 0.").optional(), { title: "Price each, in cents", placeholder: "50000" }),
  quantity: field(z.coerce.number().int().positive().default(1), { title: "Quantity" }),
  price: field(text, { title: "Stripe price", help: "Instead of an amount.", placeholder: "price_…", advanced: true }),
});

const Input = z.object({
  lines: field(z.array(Line).min(1, "A payment link needs at least one line.").max(20), { title: "Lines", widget: "list" }),
  currency,
  thanksUrl: field(text, { title: "Page after paying", placeholder: "https://example.com/thanks", advanced: true }),
  metadata,
});
type Input = z.infer<typeof Input>;

function lineOf(line: Input["lines"][number], i: number, currencyCode: string): Stripe.PaymentLinkCreateParams.LineItem {
  if (line.price !== "") return { price: line.price, quantity: line.quantity };
  if (line.amount === undefined || line.name === "") {
    throw userError(`Line ${i + 1} needs a name and an amount, or a Stripe price.`, {
      field: `lines.${i}`,
      fix: "Fill in what is missing.",
    });
  }
  return { price_data: { currency: currencyCode, unit_amount: line.amount, product_data: { name: line.name } }, quantity: line.quantity };
}

export const createPaymentLink = defineAction<Input>({
  id: "create_payment_link",
  title: "Create payment link",
  description: "Makes a page where anybody can pay a deposit or a bill, and gives its address.",
  keywords: ["deposit", "checkout", "pay", "url"],
  icon: "link",
  mode: "item",
  input: Input,
  output: z.looseObject({ id: z.string(), url: z.string(), active: z.boolean() }),
  sample: [
    {
      id: "plink_1MoC3ULkdIwHu7ixZjtGpVl2",
      object: "payment_link",
      active: true,
      currency: "usd",
      url: "https://buy.stripe.com/test_cN25nr0iZ7bUa7meUY",
    },
  ],
  effect: "write",
  idempotent: "key",
  dangerous: "money",
  connection: "required",
  run: (ctx) =>
    withStripe(ctx, "write", async (stripe) => {
      const { input } = ctx;
      const own = metadataOf(input.metadata, ctx.idempotencyKey);
      const link = await stripe.paymentLinks.create(
        {
          line_items: input.lines.map((line, i) => lineOf(line, i, input.currency)),
          ...(input.thanksUrl === "" ? {} : { after_completion: { type: "redirect", redirect: { url: input.thanksUrl } } }),
          metadata: own,
          // So that the payments made by this link can be told apart in triggers.
          payment_intent_data: { metadata: own },
        },
        keysOf(ctx)(),
      );
      return plain(link);
    }),
  verify: (ctx) =>
    withStripe(ctx, "read", async (stripe) => {
      const { data, has_more } = await stripe.paymentLinks.list({ limit: 100 });
      const made = data.find((link) => link.metadata[STEP_FIELD] === ctx.idempotencyKey);
      if (made) return { happened: true, output: plain(made) };
      return { happened: has_more ? "unknown" : false };
    }),
});
