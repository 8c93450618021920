import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../../../connectors/kit/trigger.ts";
import { telegramUpdate } from "../../../connectors/telegram/triggers/update.ts";

if (telegramUpdate.kind !== "webhook") throw new Error("no webhook");
const trigger = telegramUpdate;

const SECRETS = { token: "1:a", webhookSecret: "hook-secret" };
const UPDATE = { update_id: 815, message: { message_id: 1, from: { id: 5 }, chat: { id: -100 }, text: "hi" } };

const request = (
  body: unknown,
  headers: Record<string, string> = { "x-telegram-bot-api-secret-token": "hook-secret" },
): WebhookRequest => ({
  method: "POST",
  path: "telegram",
  url: "http://127.0.0.1/hook/telegram",
  headers,
  query: {},
  raw: Buffer.from(JSON.stringify(body)),
  body,
  receivedAt: 0,
});
const params = (given: Record<string, unknown> = {}) => trigger.input.parse(given);
const verify = (given: WebhookRequest, secrets: Record<string, string> | undefined = SECRETS) =>
  trigger.verify(given, params(), secrets, 0);

describe("Telegram update", () => {
  it("is taken with the connection's secret token only", () => {
    expect(verify(request(UPDATE))).toEqual({ ok: true });
    expect(verify(request(UPDATE, {}))).toMatchObject({ ok: false, status: 401 });
    expect(verify(request(UPDATE, { "x-telegram-bot-api-secret-token": "hook-secreT" }))).toMatchObject({ ok: false, status: 401 });
    expect(verify(request(UPDATE, { "x-telegram-bot-api-secret-token": "" }), { token: "1:a", webhookSecret: "" })).toMatchObject({
      ok: false,
    });
  });

  it("that is none is refused", () => {
    expect(verify(request({ hello: 1 }))).toMatchObject({ ok: false, status: 400 });
    expect(verify(request("text"))).toMatchObject({ ok: false, status: 400 });
  });

  it("starts one run by its number, and is handed on as it came", () => {
    expect(trigger.eventKey(request(UPDATE), params())).toBe("815");
    expect(trigger.items(request(UPDATE), params())).toEqual([{ json: UPDATE }]);
  });

  it.each([
    [{}, true],
    [{ updates: [] }, true],
    [{ updates: ["callback_query"] }, false],
    [{ chats: ["-100"] }, true],
    [{ chats: "-100, 7" }, true],
    [{ chats: ["7"] }, false],
    [{ users: ["5"] }, true],
    [{ users: "6" }, false],
  ])("with %o starts a run: %s; what is not wanted is still answered with 200", (given, starts) => {
    expect(trigger.challenge?.(request(UPDATE), params(given))).toEqual(starts ? undefined : { status: 200, body: "" });
  });

  it("of a pressed button is known by the chat of its message", () => {
    const pressed = { update_id: 1, callback_query: { id: "9", from: { id: 5 }, message: { chat: { id: 3 } }, data: "yes" } };
    expect(trigger.challenge?.(request(pressed), params({ updates: [], chats: ["3"], users: ["5"] }))).toBeUndefined();
    expect(trigger.challenge?.(request(pressed), params({ updates: [], chats: ["4"] }))).toEqual({ status: 200, body: "" });
  });

  it("names its updates where workflows are listed", () => {
    expect(trigger.describe?.(params({ updates: ["message", "callback_query"] }))).toBe("When Telegram sends message, callback query");
  });
});
