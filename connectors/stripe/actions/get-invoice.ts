import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { plain, withStripe } from "../client.ts";

const Input = z.object({
  invoice: field(z.string().trim().min(1, "An invoice is needed."), { title: "Invoice", placeholder: "in_…" }),
});
type Input = z.infer<typeof Input>;

export const getInvoice = defineAction<Input>({
  id: "get_invoice",
  title: "Get invoice",
  description: "Reads an invoice: whether it is paid, what is left, its payment page and PDF.",
  keywords: ["retrieve", "status", "paid"],
  icon: "receipt-text",
  mode: "item",
  parallel: 5,
  input: Input,
  output: z.looseObject({ id: z.string(), status: z.string().nullish(), amount_remaining: z.number() }),
  sample: [
    { id: "in_1MtHbELkdIwHu7ixl4OzzPMv", object: "invoice", status: "paid", amount_due: 37500, amount_paid: 37500, amount_remaining: 0 },
  ],
  effect: "read",
  idempotent: "naturally",
  connection: "required",
  run: (ctx) => withStripe(ctx, "read", async (stripe) => plain(await stripe.invoices.retrieve(ctx.input.invoice))),
});
