import { z } from "zod";
import { field } from "#kit/field.ts";
import { defineTrigger, type WebhookRequest } from "#kit/trigger.ts";
import type { Item } from "#shared/model/item.ts";
import { checkBasic, checkHeader, checkSignature, SCHEMES, type Signing } from "./webhook-proof.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;

/** Signatures as well-known senders make them. */
const SENDERS: Readonly<Record<"github" | "shopify" | "stripe" | "standard" | "typeform", Signing>> = {
  github: { scheme: "body", header: "X-Hub-Signature-256", algorithm: "sha256", encoding: "hex", prefix: "sha256=" },
  shopify: { scheme: "body", header: "X-Shopify-Hmac-Sha256", algorithm: "sha256", encoding: "base64", prefix: "" },
  stripe: { scheme: "stripe", header: "Stripe-Signature", algorithm: "sha256", encoding: "hex", prefix: "" },
  standard: { scheme: "standard", header: "Webhook-Signature", algorithm: "sha256", encoding: "base64", prefix: "" },
  typeform: { scheme: "body", header: "Typeform-Signature", algorithm: "sha256", encoding: "base64", prefix: "sha256=" },
};

/** The id that a known sender gives each event. */
const OWN_KEY: Readonly<Record<keyof typeof SENDERS | "custom", (request: WebhookRequest) => string | undefined>> = {
  github: (r) => r.headers["x-github-delivery"] || undefined,
  shopify: (r) => r.headers["x-shopify-event-id"] || r.headers["x-shopify-webhook-id"] || undefined,
  stripe: (r) => (EventBody.safeParse(r.body).data?.id ?? "") || undefined,
  standard: (r) => r.headers["webhook-id"] || undefined,
  typeform: (r) => (TypeformBody.safeParse(r.body).data?.event_id ?? "") || undefined,
  custom: () => undefined,
};
const EventBody = z.object({ id: z.string() });
const TypeformBody = z.object({ event_id: z.string() });

const Input = z.object({
  path: field(
    z
      .string()
      .min(1)
      .max(200)
      .regex(/^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*$/, "Letters, digits, and - . _ ~ only, parts divided by /"),
    { title: "Path", help: "The address is /hook/ and this. A long random one keeps strangers out.", expression: "no" },
  ),
  methods: field(z.array(z.enum(METHODS)).min(1).default(["POST"]), { title: "Methods", widget: "select", expression: "no" }),
  answer: field(z.enum(["received", "ended", "respond"]).default("received"), {
    title: "Answer the sender",
    labels: ["At once, when the event is stored", "When the run has ended, with its last items", "By a Respond step"],
    widget: "select",
    expression: "no",
  }),
  status: field(z.number().int().min(200).max(599).default(200), {
    title: "Status of the answer",
    widget: "number",
    showIf: { answer: ["received"] },
    advanced: true,
  }),
  body: field(z.string().optional(), {
    title: "Text of the answer",
    widget: "multiline",
    showIf: { answer: ["received"] },
    advanced: true,
  }),
  auth: field(z.enum(["none", "header", "basic", "hmac"]).default("none"), {
    title: "Proof that the sender has to bring",
    labels: ["None", "A key in a header", "User name and password", "A signature of the body"],
    help: "The key, password or signing secret stands in the connection.",
    widget: "select",
    expression: "no",
  }),
  header: field(z.string().default(""), {
    title: "Header with the key",
    placeholder: "X-API-Key",
    help: "Empty: as the connection says.",
    showIf: { auth: ["header"] },
    expression: "no",
  }),
  sender: field(z.enum(["custom", "github", "shopify", "stripe", "standard", "typeform"]).default("custom"), {
    title: "Who signs",
    labels: ["Somebody else", "GitHub", "Shopify", "Stripe", "By the Standard Webhooks rules", "Typeform"],
    widget: "select",
    showIf: { auth: ["hmac"] },
    expression: "no",
  }),
  scheme: field(z.enum(SCHEMES).default("body"), {
    title: "What is signed",
    labels: ["The body", "Time and body, as Stripe does", "Id, time and body (Standard Webhooks)"],
    widget: "select",
    showIf: { auth: ["hmac"], sender: ["custom"] },
    expression: "no",
    advanced: true,
  }),
  signatureHeader: field(z.string().min(1).default("X-Signature"), {
    title: "Header with the signature",
    showIf: { auth: ["hmac"], sender: ["custom"] },
    expression: "no",
  }),
  algorithm: field(z.enum(["sha256", "sha1", "sha512"]).default("sha256"), {
    title: "Algorithm",
    widget: "select",
    showIf: { auth: ["hmac"], sender: ["custom"] },
    expression: "no",
  }),
  encoding: field(z.enum(["hex", "base64"]).default("hex"), {
    title: "Written as",
    widget: "select",
    showIf: { auth: ["hmac"], sender: ["custom"] },
    expression: "no",
  }),
  prefix: field(z.string().default(""), {
    title: "Text before the signature",
    placeholder: "sha256=",
    showIf: { auth: ["hmac"], sender: ["custom"] },
    expression: "no",
  }),
  eventKey: field(z.string().default(""), {
    title: "Header with the event's id",
    placeholder: "X-GitHub-Delivery",
    help: "A second delivery with the same id within 30 days starts no second run. Empty: a known sender's own id; else every delivery is its own event.",
    expression: "no",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

const signingOf = (input: Input): Signing =>
  input.sender === "custom"
    ? { scheme: input.scheme, header: input.signatureHeader, algorithm: input.algorithm, encoding: input.encoding, prefix: input.prefix }
    : SENDERS[input.sender];

function toItem(request: WebhookRequest): Item {
  const json = {
    headers: request.headers,
    params: {},
    query: request.query,
    body: request.body ?? {},
    webhookUrl: request.url,
    executionMode: "production",
  };
  return request.binary && Object.keys(request.binary).length > 0 ? { json, binary: request.binary } : { json };
}

export const webhookTrigger = defineTrigger<Input>({
  kind: "webhook",
  id: "webhook",
  title: "Webhook",
  description: "Starts when another program calls this workflow's address.",
  example: "A form on a website sends each entry to an address of its own.",
  input: Input,
  connection: "optional",
  sample: [
    {
      headers: { "content-type": "application/json", host: "localhost" },
      params: {},
      query: {},
      body: { name: "Ann Lee", email: "ann@example.com", phone: "+1 555 010 0199", job: "Roof repair" },
      webhookUrl: "http://localhost/hook/new-lead",
      executionMode: "production",
    },
  ],
  keywords: ["http", "url", "api", "callback", "endpoint", "post", "receive"],
  icon: "webhook",
  describe: (input) => `When called at /${input.path}`,
  path: (input) => input.path,
  methods: (input) => input.methods,
  answer: (input) => input.answer,
  received: (input) => ({ status: input.status, ...(input.body === undefined || input.body === "" ? {} : { body: input.body }) }),
  verify(request, input, secrets, now) {
    switch (input.auth) {
      case "none":
        return { ok: true };
      case "basic":
        return checkBasic(request, secrets);
      case "header":
        return checkHeader(request, input.header, secrets);
      case "hmac":
        return checkSignature(request, signingOf(input), secrets, now);
    }
  },
  eventKey(request, input) {
    if (input.eventKey !== "") return request.headers[input.eventKey.toLowerCase()] || undefined;
    return input.auth === "hmac" ? OWN_KEY[input.sender](request) : undefined;
  },
  items: (request) => [toItem(request)],
});
