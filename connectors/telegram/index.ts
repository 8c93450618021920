import { z } from "zod";
import { type Connector, defineConnector } from "#kit/connector.ts";
import type { HttpClient } from "#kit/http.ts";
import { answerCallback } from "./actions/answer-callback.ts";
import { answerInline } from "./actions/answer-inline.ts";
import { changeChat } from "./actions/change-chat.ts";
import { chatAction } from "./actions/chat-action.ts";
import { deleteMessage } from "./actions/delete-message.ts";
import { editMessage } from "./actions/edit-message.ts";
import { getChat } from "./actions/get-chat.ts";
import { getFile } from "./actions/get-file.ts";
import { pinMessage } from "./actions/pin-message.ts";
import { sendAlbum } from "./actions/send-album.ts";
import { sendFile } from "./actions/send-file.ts";
import { sendLocation } from "./actions/send-location.ts";
import { sendMessage } from "./actions/send-message.ts";
import { webhook } from "./actions/webhook.ts";
import { botToken } from "./auth.ts";
import { get } from "./client.ts";
import { manifest } from "./manifest.ts";
import { telegramUpdate } from "./triggers/update.ts";

const Me = z.looseObject({ username: z.string().optional(), first_name: z.string().optional() });

async function whose(http: HttpClient, secrets: Readonly<Record<string, string>>): Promise<{ label: string }> {
  const { result } = await get({ http, secrets }, "getMe", {}, "read");
  const me = Me.safeParse(result).data;
  return { label: me?.username === undefined ? (me?.first_name ?? "Telegram bot") : `@${me.username}` };
}

export const telegram: Connector = defineConnector({
  manifest,
  auth: [botToken],
  actions: [
    sendMessage,
    sendFile,
    sendAlbum,
    sendLocation,
    editMessage,
    deleteMessage,
    pinMessage,
    answerCallback,
    answerInline,
    chatAction,
    getFile,
    getChat,
    changeChat,
    webhook,
  ],
  triggers: [telegramUpdate],
  test: whose,
});
