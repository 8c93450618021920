import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { keysOf, plain, withStripe } from "../client.ts";
import { amount, metadata, metadataOf, STEP_FIELD } from "../fields.ts";

const Input = z.object({
  payment: field(
    z
      .string()
      .trim()
      .regex(/^(pi|ch|py)_/, "A payment's id begins with pi_, ch_ or py_."),
    {
      title: "Payment",
      placeholder: "pi_…",
    },
  ),
  amount: field(amount.positive("The amount has to be more than 0.").optional(), {
    title: "Amount, in cents",
    help: "Empty = everything that is left of the payment.",
    placeholder: "1250",
  }),
  reason: field(z.enum(["", "requested_by_customer", "duplicate", "fraudulent"]).default(""), {
    title: "Reason",
    widget: "select",
    labels: ["Not said", "The customer asked for it", "It was paid twice", "It was fraud"],
  }),
  metadata,
});
type Input = z.infer<typeof Input>;

const target = (payment: string) => (payment.startsWith("pi_") ? { payment_intent: payment } : { charge: payment });

export const refund = defineAction<Input>({
  id: "refund",
  title: "Refund",
  description: "Gives a payment back, all of it or a part.",
  keywords: ["money back", "return", "cancel payment"],
  icon: "undo-2",
  mode: "item",
  input: Input,
  output: z.looseObject({ id: z.string(), status: z.string().nullish(), amount: z.number(), currency: z.string() }),
  sample: [
    {
      id: "re_1Nispe2eZvKYlo2Cd31jOCgZ",
      object: "refund",
      status: "succeeded",
      amount: 1250,
      currency: "usd",
      payment_intent: "pi_3MtwBwLkdIwHu7ix28a3tqPa",
    },
  ],
  effect: "write",
  idempotent: "key",
  dangerous: "money",
  connection: "required",
  run: (ctx) =>
    withStripe(ctx, "write", async (stripe) => {
      const { input } = ctx;
      const made = await stripe.refunds.create(
        {
          ...target(input.payment),
          ...(input.amount === undefined ? {} : { amount: input.amount }),
          ...(input.reason === "" ? {} : { reason: input.reason }),
          metadata: metadataOf(input.metadata, ctx.idempotencyKey),
        },
        keysOf(ctx)(),
      );
      return plain(made);
    }),
  verify: (ctx) =>
    withStripe(ctx, "read", async (stripe) => {
      const { data } = await stripe.refunds.list({ ...target(ctx.input.payment), limit: 100 });
      const made = data.find((one) => one.metadata?.[STEP_FIELD] === ctx.idempotencyKey);
      return made ? { happened: true, output: plain(made) } : { happened: false };
    }),
});
