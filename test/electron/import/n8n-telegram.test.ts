import { describe, expect, it } from "vitest";
import { findAction, findTrigger } from "../../../connectors/registry.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

function map(parameters: Record<string, unknown>, type = "telegram", more: Record<string, unknown> = {}) {
  const { workflow, partial, unsupported } = importN8n({
    nodes: [{ name: "S", type: `n8n-nodes-base.${type}`, typeVersion: 1.2, parameters, ...more }],
  });
  const node = workflow.nodes[0];
  const operation = node && (findAction(node.type) ?? findTrigger(node.type));
  if (operation) expect(operation.input.safeParse(node.params).error).toBeUndefined();
  const reasons = { partial: partial.map((p) => p.reason), unsupported: unsupported.map((u) => u.reason) };
  return { type: node?.type, params: node?.params, ...reasons };
}

describe("telegram", () => {
  it("sends a message, marked up as it was without saying so", () => {
    expect(map({ chatId: "=1", text: "=Hi", additionalFields: { appendAttribution: false } })).toEqual({
      type: "telegram.send_message",
      params: { chat: "=1", text: "=Hi", format: "Markdown" },
      partial: [],
      unsupported: [],
    });
  });

  it("keeps buttons, answers and options", () => {
    const { params, partial } = map({
      chatId: "1",
      text: "x",
      replyMarkup: "inlineKeyboard",
      inlineKeyboard: {
        rows: [
          {
            row: {
              buttons: [
                { text: "Yes", additionalFields: { callback_data: "y" } },
                { text: "Go", additionalFields: { url: "https://example.com", pay: false, web_app: {} } },
                { text: "App", additionalFields: { web_app: { url: "https://example.com/app" } } },
              ],
            },
          },
        ],
      },
      additionalFields: { parse_mode: "HTML", disable_web_page_preview: true, reply_to_message_id: 7, disable_notification: true },
    });
    expect(partial).toEqual([]);
    expect(params).toEqual({
      chat: "1",
      text: "x",
      format: "HTML",
      preview: false,
      keyboard: "inline",
      rows: [
        {
          buttons: [
            { text: "Yes", kind: "callback", value: "y" },
            { text: "Go", kind: "url", value: "https://example.com" },
            { text: "App", kind: "webApp", value: "https://example.com/app" },
          ],
        },
      ],
      silent: true,
      replyTo: 7,
    });
  });

  it("keeps a keyboard's own options", () => {
    const replyKeyboard = { rows: [{ row: { buttons: [{ text: "Call", additionalFields: { request_contact: true } }] } }] };
    expect(
      map({ chatId: "1", text: "x", replyMarkup: "replyKeyboard", replyKeyboard, replyKeyboardOptions: { resize_keyboard: true } }).params,
    ).toMatchObject({
      keyboard: "reply",
      rows: [{ buttons: [{ text: "Call", kind: "contact" }] }],
      resize: true,
    });
  });

  it.each([
    [
      { operation: "sendPhoto", binaryData: true, additionalFields: { caption: "c" } },
      "telegram.send_file",
      { kind: "photo", binaryField: "data", caption: "c" },
    ],
    [{ operation: "sendDocument", file: "=x" }, "telegram.send_file", { kind: "document", from: "reference", file: "=x" }],
    [{ operation: "editMessageText", messageId: "1", text: "n" }, "telegram.edit_message", { message: "1", text: "n", format: "none" }],
    [
      { operation: "editMessageText", messageType: "inlineMessage", inlineMessageId: "1" },
      "telegram.edit_message",
      { where: "inline", inlineMessage: "1" },
    ],
    [{ operation: "deleteMessage", messageId: "1" }, "telegram.delete_message", { message: "1" }],
    [{ operation: "unpinChatMessage", messageId: "1" }, "telegram.pin_message", { operation: "unpin", message: "1" }],
    [{ operation: "sendLocation", latitude: 1, longitude: 2 }, "telegram.send_location", { latitude: 1, longitude: 2 }],
    [{ operation: "sendMediaGroup", media: { media: [{ media: "f" }] } }, "telegram.send_album", { media: [{ kind: "photo", file: "f" }] }],
    [{ operation: "sendChatAction", action: "upload_audio" }, "telegram.chat_action", { action: "upload_voice" }],
    [{ resource: "file", fileId: "=f", download: false }, "telegram.get_file", { file: "=f", download: false }],
    [{ resource: "callback", queryId: "q", additionalFields: { text: "t" } }, "telegram.answer_callback", { query: "q", text: "t" }],
    [{ resource: "callback", operation: "answerInlineQuery", queryId: "q", results: "[]" }, "telegram.answer_inline", { results: "[]" }],
    [{ resource: "chat" }, "telegram.get_chat", {}],
    [{ resource: "chat", operation: "member", userId: "5" }, "telegram.get_chat", { operation: "member", user: "5" }],
    [{ resource: "chat", operation: "setTitle", title: "t" }, "telegram.change_chat", { operation: "title", text: "t" }],
    [{ resource: "chat", operation: "leave" }, "telegram.change_chat", { operation: "leave" }],
  ])("%o becomes %s", (parameters, type, params) => {
    const mapped = map({ chatId: "1", ...parameters });
    expect(mapped).toMatchObject({ type, params, unsupported: [] });
  });

  it("that waits for an answer is kept and marked", () => {
    expect(map({ operation: "sendAndWait", chatId: "1", message: "ok?" }).unsupported).toHaveLength(1);
    expect(map({ operation: "dance" }).unsupported).toEqual(['Its operation "dance" is not known.']);
  });

  it("names the connection that has to be chosen", () => {
    expect(map({ chatId: "1", text: "x" }, "telegram", { credentials: { telegramApi: { id: "1", name: "Bot" } } }).partial).toEqual([
      "choose a connection: it used 'Bot' (telegramApi)",
    ]);
  });
});

describe("telegramTrigger", () => {
  it("keeps its updates and whom it listens to, and says what is left to do", () => {
    const mapped = map(
      { updates: ["message", "callback_query"], additionalFields: { chatIds: "1, 2", download: true } },
      "telegramTrigger",
      { webhookId: "abc" },
    );
    expect(mapped).toMatchObject({
      type: "telegram.update",
      params: { path: "abc", updates: ["message", "callback_query"], chats: "1, 2" },
    });
    expect(mapped.partial).toHaveLength(2);
    expect(map({ updates: ["*"] }, "telegramTrigger").params).toEqual({ path: "telegram", updates: [] });
  });
});
