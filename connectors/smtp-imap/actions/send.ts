import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { faultOf } from "../faults.ts";
import { build } from "../mail.ts";
import { send as handOver, placeOf, sessionKind } from "../session.ts";

const text = z.coerce.string().default("");

const Input = z.object({
  from: field(text, { title: "From", placeholder: "Acme <office@example.com>" }),
  to: field(text, { title: "To", help: "Several are separated by commas.", placeholder: "ann@example.com" }),
  subject: field(text, { title: "Subject" }),
  format: field(z.enum(["text", "html", "both"]).default("text"), {
    title: "Written as",
    labels: ["Text", "HTML", "Both"],
    widget: "select",
    expression: "no",
  }),
  text: field(text, { title: "Text", widget: "multiline", showIf: { format: ["text", "both"] } }),
  html: field(text, { title: "HTML", widget: "code", showIf: { format: ["html", "both"] } }),
  attachments: field(z.union([z.string(), z.array(z.string())]).default(""), {
    title: "Attachments",
    help: "Names of the item's files, separated by commas, for example data.",
  }),
  cc: field(text, { title: "Copy to", advanced: true }),
  bcc: field(text, { title: "Hidden copy to", advanced: true }),
  replyTo: field(text, { title: "Answers go to", advanced: true }),
  inReplyTo: field(text, { title: "Answers the mail", help: "Its Message-ID.", advanced: true }),
});
type Input = z.infer<typeof Input>;

const names = (given: Input["attachments"]): string[] =>
  (typeof given === "string" ? given.split(",") : given).map((name) => name.trim()).filter((name) => name !== "");

export const send = defineAction<Input>({
  id: "send",
  title: "Send mail",
  description: "Sends a mail with text, HTML and files.",
  keywords: ["email", "smtp", "notify", "message", "attachment"],
  icon: "mail",
  mode: "item",
  input: Input,
  incomplete: (input) =>
    (["from", "to"] as const).flatMap((name) =>
      input[name].trim() === "" ? [{ field: name, message: "There is no address.", fix: "Enter an e-mail address." }] : [],
    ),
  output: z.looseObject({ accepted: z.array(z.string()), rejected: z.array(z.string()), messageId: z.string() }),
  sample: [
    {
      accepted: ["ann@example.com"],
      rejected: [],
      messageId: "<3f2a@example.com>",
      messageSize: 812,
      response: "250 2.0.0 OK",
      envelope: { from: "office@example.com", to: ["ann@example.com"] },
    },
  ],
  effect: "write",
  idempotent: "no",
  dangerous: "message",
  connection: "required",
  async run(ctx) {
    const { input, secrets = {} } = ctx;
    const { envelope, messageId, stream } = await build(ctx, {
      from: input.from,
      to: input.to,
      cc: input.cc,
      bcc: input.bcc,
      replyTo: input.replyTo,
      subject: input.subject,
      inReplyTo: input.inReplyTo,
      ...(input.format === "html" ? {} : { text: input.text }),
      ...(input.format === "text" ? {} : { html: input.html }),
      attachments: names(input.attachments),
    });
    const place = placeOf(secrets);
    return ctx.sessions.use(place, sessionKind(secrets), ctx.signal, async (session) => {
      let sent = false;
      try {
        const info = await handOver(session, envelope, stream, () => {
          sent = true;
        });
        const { accepted, rejected, messageSize, response } = info;
        return [{ accepted, rejected, messageId, messageSize, response, envelope }];
      } catch (error) {
        throw faultOf(error, { host: `${place.host}:${place.port}`, sent, cancelled: ctx.signal.aborted });
      } finally {
        stream.destroy();
      }
    });
  },
});
