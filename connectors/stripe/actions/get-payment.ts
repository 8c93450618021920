import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { plain, withStripe } from "../client.ts";

const Input = z.object({
  payment: field(z.string().trim().startsWith("pi_", "A payment's id begins with pi_."), { title: "Payment", placeholder: "pi_…" }),
});
type Input = z.infer<typeof Input>;

export const getPayment = defineAction<Input>({
  id: "get_payment",
  title: "Get payment",
  description: "Reads a payment: its state, amount and customer.",
  keywords: ["payment intent", "retrieve", "status", "charge"],
  icon: "credit-card",
  mode: "item",
  parallel: 5,
  input: Input,
  output: z.looseObject({ id: z.string(), status: z.string(), amount: z.number(), currency: z.string() }),
  sample: [
    {
      id: "pi_3MtwBwLkdIwHu7ix28a3tqPa",
      object: "payment_intent",
      status: "succeeded",
      amount: 50000,
      amount_received: 50000,
      currency: "usd",
    },
  ],
  effect: "read",
  idempotent: "naturally",
  connection: "required",
  run: (ctx) =>
    withStripe(ctx, "read", async (stripe) => {
      const { client_secret: _browserKey, ...payment } = plain(await stripe.paymentIntents.retrieve(ctx.input.payment));
      return payment;
    }),
});
