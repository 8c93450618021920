import type { OperationInfo, ToolInfo } from "#shared/model/catalog.ts";

const IN = { id: "in", label: "" };
const OUT = { id: "out", label: "" };

const operation = (tool: string, id: string, title: string, description: string, more: Partial<OperationInfo> = {}): OperationInfo => ({
  type: `${tool}.${id}`,
  id,
  title,
  description,
  version: 1,
  input: { type: "object", properties: {} },
  output: { type: "object", properties: { id: { type: "string", description: "Number of what was made" } } },
  sample: [{ id: "one_123" }],
  effect: "write",
  idempotent: "key",
  inputs: [IN],
  outputs: [OUT],
  dynamicPorts: false,
  connection: "required",
  keywords: [],
  ...more,
});

const tool = (id: string, name: string, category: string, description: string, more: Partial<ToolInfo> = {}): ToolInfo => ({
  id,
  name,
  category,
  description,
  needs: `An account at ${name}.`,
  auth: [],
  actions: [],
  triggers: [],
  verifiedBy: `${name}'s published API description`,
  factsDate: "2026-11-01",
  limits: "100 requests a second.",
  pricing: "Part of your account there.",
  notes: "",
  docs: "https://docs.example/",
  offline: false,
  keywords: [],
  ...more,
});

const INVOICE = {
  type: "object",
  required: ["customer", "amount"],
  properties: {
    customer: { type: "string", title: "Customer", help: "Number of the customer at Stripe, it begins with cus_." },
    amount: { type: "number", title: "Amount", help: "In the currency's main unit: 120.50.", minimum: 0.5 },
    currency: { type: "string", enum: ["gbp", "eur", "usd"], labels: ["Pound", "Euro", "US dollar"], title: "Currency", default: "gbp" },
    send: { type: "boolean", title: "Send it by email", default: true, expression: "no" },
    email: { type: "string", title: "Email address", showIf: { send: [true] } },
    memo: { type: "string", title: "Note on the invoice", widget: "multiline", advanced: true },
  },
};

/** Enough tools of each kind to draw every part of the catalog. */
export const fakeTools = (): ToolInfo[] => [
  tool("core", "Core", "Core", "Building blocks that need no account.", {
    needs: "Nothing.",
    offline: true,
    auth: [
      {
        id: "bearer",
        title: "Bearer token",
        help: "For services that gave you one token.",
        fields: {
          type: "object",
          required: ["token"],
          properties: {
            token: { type: "string", title: "Token" },
            header: { type: "string", title: "Header", default: "Authorization", advanced: true },
          },
        },
        secret: ["token"],
      },
    ],
    triggers: [
      operation("core", "webhook", "Webhook", "Starts when another service calls an address.", {
        trigger: "webhook",
        effect: "none",
        inputs: [],
        connection: "none",
      }),
      operation("core", "schedule", "Schedule", "Starts at set times.", {
        trigger: "schedule",
        effect: "none",
        inputs: [],
        connection: "none",
      }),
      operation("core", "manual", "By hand", "Starts when you press run.", {
        trigger: "manual",
        effect: "none",
        inputs: [],
        connection: "none",
      }),
    ],
    actions: [
      operation("core", "http", "HTTP request", "Calls any web address.", {
        connection: "optional",
        effect: "depends",
        idempotent: "depends",
      }),
      operation("core", "set", "Set fields", "Adds, changes or removes fields.", { effect: "none", connection: "none" }),
      operation("core", "if", "If", "Sends items one way or the other.", {
        effect: "none",
        connection: "none",
        outputs: [
          { id: "true", label: "True" },
          { id: "false", label: "False" },
        ],
      }),
    ],
  }),
  tool("stripe", "Stripe", "Payments", "Takes payments and sends invoices.", {
    auth: [
      {
        id: "key",
        title: "Secret key",
        help: "In Stripe under Developers, API keys. A restricted key is enough.",
        fields: {
          type: "object",
          required: ["secretKey"],
          properties: { secretKey: { type: "string", title: "Secret key", help: "Begins with sk_ or rk_.", placeholder: "rk_live_…" } },
        },
        secret: ["secretKey"],
      },
    ],
    actions: [
      operation("stripe", "create_invoice", "Create an invoice", "Makes an invoice and, if you wish, sends it.", {
        input: INVOICE,
        dangerous: "money",
      }),
      operation("stripe", "list_customers", "List customers", "Reads your customers.", { effect: "read", idempotent: "naturally" }),
    ],
    triggers: [
      operation("stripe", "event", "Something happened at Stripe", "Starts on a payment, a refund, a dispute.", {
        trigger: "webhook",
        effect: "none",
        inputs: [],
      }),
    ],
    keywords: ["card", "invoice", "payment"],
  }),
  tool("twilio", "Twilio", "Communication", "Sends text messages and makes calls.", {
    auth: [
      {
        id: "basic",
        title: "Account and token",
        help: "On the first page of the Twilio console.",
        fields: {
          type: "object",
          required: ["accountSid", "authToken"],
          properties: { accountSid: { type: "string", title: "Account SID" }, authToken: { type: "string", title: "Auth token" } },
        },
        secret: ["authToken"],
      },
    ],
    actions: [
      operation("twilio", "send_sms", "Send a text message", "Sends an SMS to a phone number.", { dangerous: "message", idempotent: "no" }),
    ],
    keywords: ["sms", "text message", "phone"],
  }),
  tool("hubspot", "HubSpot", "CRM", "Keeps leads, contacts and deals.", {
    actions: [operation("hubspot", "create_contact", "Create a contact", "Adds a person.")],
  }),
  tool("quickbooks", "QuickBooks Online", "Commerce & Accounting", "Keeps the books: invoices, bills, customers.", {
    actions: [operation("quickbooks", "create_invoice", "Create an invoice", "Adds an invoice to the books.")],
  }),
  tool("jobber", "Jobber", "Field Service", "Plans jobs, quotes and visits.", {
    actions: [operation("jobber", "create_job", "Create a job", "Adds a job for a client.")],
  }),
  tool("openai", "OpenAI", "AI", "Writes, sums up and sorts text.", {
    actions: [operation("openai", "chat", "Ask a model", "Sends a prompt and gives back the answer.", { effect: "read" })],
  }),
];
