import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { keysOf, plain, withStripe } from "../client.ts";
import { email, filled, metadata, metadataOf, STEP_FIELD, text } from "../fields.ts";

const Input = z.object({
  email: field(email, { title: "E-mail", placeholder: "ann@example.com" }),
  name: field(text, { title: "Name" }),
  phone: field(text, { title: "Phone" }),
  street: field(text, { title: "Street" }),
  street2: field(text, { title: "Street, second line", advanced: true }),
  city: field(text, { title: "City" }),
  state: field(text, { title: "State" }),
  postalCode: field(text, { title: "Postal code" }),
  country: field(text, { title: "Country", help: "Two letters, for example US.", placeholder: "US" }),
  metadata,
});
type Input = z.infer<typeof Input>;

export const createCustomer = defineAction<Input>({
  id: "create_customer",
  title: "Create customer",
  description: "Adds a customer to your Stripe account.",
  keywords: ["add", "new", "client"],
  icon: "user-plus",
  mode: "item",
  input: Input,
  output: z.looseObject({ id: z.string(), email: z.string().nullish(), name: z.string().nullish() }),
  sample: [
    { id: "cus_NffrFeUfNV2Hib", object: "customer", email: "ann@example.com", name: "Ann Miller", phone: "+15125550100", metadata: {} },
  ],
  effect: "write",
  idempotent: "key",
  connection: "required",
  run: (ctx) =>
    withStripe(ctx, "write", async (stripe) => {
      const { input } = ctx;
      const address = filled({
        line1: input.street,
        line2: input.street2,
        city: input.city,
        state: input.state,
        postal_code: input.postalCode,
        country: input.country,
      });
      const customer = await stripe.customers.create(
        {
          ...filled({ email: input.email, name: input.name, phone: input.phone }),
          ...(Object.keys(address).length === 0 ? {} : { address }),
          metadata: metadataOf(input.metadata, ctx.idempotencyKey),
        },
        keysOf(ctx)(),
      );
      return plain(customer);
    }),
  verify: (ctx) =>
    withStripe(ctx, "read", async (stripe) => {
      const { data } = await stripe.customers.list({ email: ctx.input.email, limit: 100 });
      const made = data.find((customer) => customer.metadata[STEP_FIELD] === ctx.idempotencyKey);
      return made ? { happened: true, output: plain(made) } : { happened: false };
    }),
});
