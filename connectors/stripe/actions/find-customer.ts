import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { plain, withStripe } from "../client.ts";
import { email } from "../fields.ts";

const Input = z.object({
  email: field(email, { title: "E-mail", placeholder: "ann@example.com" }),
});
type Input = z.infer<typeof Input>;

export const findCustomer = defineAction<Input>({
  id: "find_customer",
  title: "Find customer",
  description: "Looks up a customer by e-mail. Gives found = false where there is none.",
  keywords: ["search", "lookup", "client"],
  icon: "user-search",
  mode: "item",
  parallel: 5,
  input: Input,
  output: z.looseObject({ found: z.boolean(), id: z.string().optional(), email: z.string().nullish(), name: z.string().nullish() }),
  sample: [
    { found: true, id: "cus_NffrFeUfNV2Hib", object: "customer", email: "ann@example.com", name: "Ann Miller", phone: null, metadata: {} },
  ],
  effect: "read",
  idempotent: "naturally",
  connection: "required",
  run: (ctx) =>
    withStripe(ctx, "read", async (stripe) => {
      // Stripe compares letter by letter; most addresses are stored in lower case.
      for (const spelling of new Set([ctx.input.email, ctx.input.email.toLowerCase()])) {
        const [customer] = (await stripe.customers.list({ email: spelling, limit: 1 })).data;
        if (customer) return { ...plain(customer), found: true };
      }
      return { found: false, email: ctx.input.email };
    }),
});
