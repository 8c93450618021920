import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { field } from "#kit/field.ts";
import { defineTrigger, type WebhookRequest } from "#kit/trigger.ts";
import { UPDATE_LABELS, UPDATES } from "../updates.ts";

const Ids = z.union([z.string(), z.array(z.coerce.string())]).default("");

const idsOf = (given: z.infer<typeof Ids>): string[] =>
  (typeof given === "string" ? given.split(",") : given).map((id) => id.trim()).filter((id) => id !== "");

const Input = z.object({
  path: field(z.string().trim().min(1, "The address needs a path.").default("telegram"), {
    title: "Path",
    help: "The end of the address that the step “Set where updates go” tells Telegram.",
    expression: "no",
  }),
  updates: field(z.array(z.enum(UPDATES)).default(["message"]), {
    title: "Updates",
    help: "None chosen = all that Telegram sends.",
    labels: UPDATE_LABELS,
    expression: "no",
  }),
  chats: field(Ids, {
    title: "Only from these chats",
    help: "Their ids, separated by commas. Empty = from all.",
    expression: "no",
    advanced: true,
  }),
  users: field(Ids, {
    title: "Only from these people",
    help: "Their ids, separated by commas. Empty = from all.",
    expression: "no",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

const Who = z.looseObject({ id: z.number() });
const Part = z.looseObject({
  from: Who.optional(),
  user: Who.optional(),
  chat: Who.optional(),
  message: z.looseObject({ chat: Who.optional() }).optional(),
});
const Update = z.looseObject({ update_id: z.number().int() });
type Update = z.infer<typeof Update>;

const updateOf = (request: WebhookRequest): Update | undefined => Update.safeParse(request.body).data;

/** The kind of an update is the one key that it has besides its number. */
const kindOf = (update: Update): string => Object.keys(update).find((key) => key !== "update_id") ?? "";

function wanted(params: Input, update: Update): boolean {
  const kind = kindOf(update);
  if (params.updates.length > 0 && !params.updates.some((one) => one === kind)) return false;
  const part = Part.safeParse(update[kind]).data;
  const among = (list: Input["chats"], id: number | undefined): boolean => {
    const ids = idsOf(list);
    return ids.length === 0 || (id !== undefined && ids.includes(String(id)));
  };
  return among(params.chats, (part?.chat ?? part?.message?.chat)?.id) && among(params.users, (part?.from ?? part?.user)?.id);
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

export const telegramUpdate = defineTrigger<Input>({
  kind: "webhook",
  id: "update",
  title: "Telegram update",
  description: "Starts when somebody writes to the bot, presses one of its buttons or joins its group.",
  keywords: ["message", "bot", "webhook", "command", "callback", "chat"],
  icon: "message-square",
  input: Input,
  sample: [
    {
      update_id: 815_000_001,
      message: {
        message_id: 42,
        from: { id: 4711, is_bot: false, first_name: "Ann", language_code: "en" },
        chat: { id: 4711, first_name: "Ann", type: "private" },
        date: 1764244800,
        text: "When do you come?",
      },
    },
  ],
  connection: "required",
  describe: (params) => `When Telegram sends ${params.updates.length === 0 ? "anything" : params.updates.join(", ").replaceAll("_", " ")}`,
  path: (params) => params.path,
  methods: () => ["POST"],
  answer: () => "received",
  received: () => ({ status: 200, body: "" }),
  verify(request, _params, secrets) {
    const secret = secrets?.webhookSecret ?? "";
    if (secret === "") return { ok: false, status: 401, message: "The connection of this trigger has no webhook secret." };
    const given = request.headers["x-telegram-bot-api-secret-token"] ?? "";
    // Digests are equally long, so the time taken tells nothing of the secret.
    if (!timingSafeEqual(digest(given), digest(secret)))
      return { ok: false, status: 401, message: "The secret token is not this connection's." };
    return updateOf(request) ? { ok: true } : { ok: false, status: 400, message: "The body is no Telegram update." };
  },
  eventKey: (request) => {
    const update = updateOf(request);
    return update === undefined ? undefined : String(update.update_id);
  },
  items(request) {
    const update = updateOf(request);
    return update === undefined ? [] : [{ json: update }];
  },
  challenge(request, params) {
    const update = updateOf(request);
    // What this workflow does not want is taken and ends here, or Telegram would send it again.
    return update === undefined || wanted(params, update) ? undefined : { status: 200, body: "" };
  },
});
