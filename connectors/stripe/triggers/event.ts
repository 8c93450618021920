import { z } from "zod";
import { field } from "#kit/field.ts";
import { defineTrigger, type WebhookRequest } from "#kit/trigger.ts";
import { checkSignature, secretsOf } from "../signature.ts";

const COMMON = [
  "invoice.paid",
  "invoice.payment_failed",
  "invoice.finalized",
  "checkout.session.completed",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.refunded",
  "charge.dispute.created",
  "customer.created",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
];

const Input = z.object({
  path: field(z.string().trim().min(1, "The address needs a path.").default("stripe"), {
    title: "Path",
    help: "The end of the address that you enter in Stripe under Developers, Webhooks.",
    expression: "no",
  }),
  events: field(z.array(z.string().trim()).default(["invoice.paid"]), {
    title: "Events",
    help: `Empty = all that Stripe sends. For example ${COMMON.join(", ")}.`,
    widget: "list",
    expression: "no",
  }),
});
type Input = z.infer<typeof Input>;

const Event = z.looseObject({ id: z.string().min(1), type: z.string(), object: z.literal("event"), data: z.looseObject({}) });

const eventOf = (request: WebhookRequest): z.infer<typeof Event> | undefined => Event.safeParse(request.body).data;

const wanted = (params: Input, type: string): boolean => {
  const events = params.events.filter((event) => event !== "");
  return events.length === 0 || events.includes("*") || events.includes(type);
};

export const stripeEvent = defineTrigger<Input>({
  kind: "webhook",
  id: "event",
  title: "Stripe event",
  description: "Starts when something happens in Stripe: an invoice is paid, a payment fails, a refund is made.",
  keywords: ["webhook", "paid", "payment received", "invoice paid", "dispute"],
  icon: "zap",
  input: Input,
  sample: [
    {
      id: "evt_1NG8Du2eZvKYlo2CUI79vXWy",
      object: "event",
      type: "invoice.paid",
      created: 1686089970,
      livemode: false,
      data: {
        object: {
          id: "in_1MtHbELkdIwHu7ixl4OzzPMv",
          object: "invoice",
          customer: "cus_NffrFeUfNV2Hib",
          status: "paid",
          amount_paid: 37500,
          currency: "usd",
        },
      },
    },
  ],
  connection: "required",
  path: (params) => params.path,
  methods: () => ["POST"],
  answer: () => "received",
  received: () => ({ status: 200, body: "{}" }),
  verify(request, _params, secrets, now) {
    const verdict = checkSignature(request.headers["stripe-signature"], request.raw, secretsOf(secrets?.webhookSecret), now);
    if (!verdict.ok) return { ok: false, status: 401, message: verdict.message };
    return eventOf(request) ? { ok: true } : { ok: false, status: 400, message: "The body is no Stripe event." };
  },
  eventKey: (request) => eventOf(request)?.id,
  items(request) {
    const event = eventOf(request);
    return event === undefined ? [] : [{ json: event }];
  },
  challenge(request, params) {
    const event = eventOf(request);
    // Events that this workflow does not want are taken and end here, or Stripe would send them again for days.
    return event === undefined || wanted(params, event.type) ? undefined : { status: 200, body: "{}" };
  },
});
