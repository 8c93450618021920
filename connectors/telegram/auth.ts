import { z } from "zod";
import type { AuthKind } from "#kit/connector.ts";
import { field } from "#kit/field.ts";
import { hostAndPort } from "#kit/hosts.ts";
import { StepError } from "#shared/model/failure.ts";

/** The place of the token in an address: paths begin with `/bot/` or `/file/bot/` until the request is signed. */
const PLACE = "/bot/";

export const botToken: AuthKind = {
  id: "botToken",
  title: "Bot token",
  help: "Write /newbot to @BotFather in Telegram, choose a name, and copy the token from its answer.",
  fields: z.object({
    token: field(
      z
        .string()
        .trim()
        .regex(/^\d+:[\w-]+$/, "A bot token looks like 123456:ABC-DEF…"),
      { title: "Token", placeholder: "123456:ABC-DEF…" },
    ),
    webhookSecret: field(
      z
        .string()
        .trim()
        .regex(/^[\w-]{0,256}$/, "Letters, digits, _ and - only, at most 256 of them.")
        .default(""),
      {
        title: "Webhook secret",
        help: "Only for the trigger: any text of your own. Telegram sends it along, so that nobody else can start the workflow.",
      },
    ),
    baseUrl: field(z.union([z.literal(""), z.url({ protocol: /^https?$/, error: "An address begins with https://." })]).default(""), {
      title: "Own Bot API server",
      help: "Only if you run one yourself.",
      placeholder: "https://api.telegram.org",
      advanced: true,
    }),
  }),
  secret: ["token", "webhookSecret"],
  hosts: ({ baseUrl = "" }) => (URL.canParse(baseUrl) ? [hostAndPort(new URL(baseUrl))] : []),
  apply(request, secrets) {
    const { token = "" } = secrets;
    if (token === "") {
      throw new StepError({
        kind: "connection",
        message: "The Telegram connection has no token.",
        fix: "Open the connection and enter the token of your bot.",
        field: "token",
      });
    }
    const url = new URL(request.url);
    url.pathname = url.pathname.replace(PLACE, () => `/bot${token}/`);
    return { ...request, url: url.href };
  },
};
