import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Failure, StepError } from "#shared/model/failure.ts";
import type { ItemAction } from "../../../connectors/kit/action.ts";
import { createHttpClient } from "../../../connectors/kit/http-client.ts";
import { openNetwork } from "../../../connectors/kit/network.ts";
import type { RecordedRequest } from "../../../connectors/kit/recorded.ts";
import { noSessions } from "../../../connectors/kit/sessions.ts";
import { telegram } from "../../../connectors/telegram/index.ts";
import type { Item, JsonObject } from "../../../electron/shared/model/item.ts";
import { itemContext, memoryBlobs } from "../../helpers/item-context.ts";
import { json, localServer } from "../../helpers/local-server.ts";
import { type OpenApiMock, openApiMock } from "../../helpers/openapi-mock.ts";

const SECRETS = { token: "123456:canary-ABC", webhookSecret: "canary_hook", baseUrl: "" };
const network = openNetwork();
let mock: OpenApiMock;
let sent: RecordedRequest[] = [];

beforeAll(async () => {
  mock = await openApiMock({
    spec: new URL("../../fixtures/openapi/telegram.json", import.meta.url),
    error: (status, message) => ({ ok: false, error_code: status, description: `Bad Request: ${message}` }),
  });
});
afterAll(async () => {
  network.close();
  await mock.close();
});
beforeEach(() => {
  sent = [];
  mock.taken.length = 0;
  mock.refused.length = 0;
});

const [auth] = telegram.auth;
if (!auth) throw new Error("no auth");
const client = (base: { url: string; host: string }, secrets: Record<string, string> = SECRETS) =>
  createHttpClient({
    exchange: network.exchange,
    baseUrl: base.url,
    grants: [base.host],
    auth: { kind: auth, secrets, hosts: [...telegram.manifest.hosts, ...(auth.hosts?.(secrets) ?? [])] },
    record: (request) => sent.push(request),
  });

function action(id: string): ItemAction<unknown> {
  const found = telegram.actions.find((one) => one.id === id);
  if (found?.mode !== "item") throw new Error(`no item action ${id}`);
  return found;
}
async function run(
  id: string,
  input: Record<string, unknown>,
  base: { url: string; host: string } = mock,
  item?: Item,
  blobs = memoryBlobs(),
) {
  const context = itemContext<unknown>({
    input: action(id).input.parse(input),
    http: client(base),
    secrets: SECRETS,
    blobs,
    ...(item ? { item } : {}),
  });
  return asItems(await action(id).run(context))[0]?.json ?? {};
}
const asItems = (result: unknown): Item[] =>
  Array.isArray(result) ? result.map((one: JsonObject) => ({ json: one })) : (result as { items: Item[] }).items;

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It did not fail.");
}

const rows = [
  {
    buttons: [
      { text: "Yes", kind: "callback", value: "yes" },
      { text: "Site", kind: "url", value: "https://example.com" },
    ],
  },
];
const about = { silent: true, replyTo: "9", thread: "3", protect: true };
/** Uses of each action, with the fields of its form. */
const USES: readonly (readonly [id: string, input: Record<string, unknown>, method: string])[] = [
  ["send_message", { chat: "4711", text: "Hi", format: "HTML", preview: false, keyboard: "inline", rows, ...about }, "sendMessage"],
  [
    "send_file",
    { chat: "@acme", kind: "video", from: "reference", file: "https://example.com/a.mp4", caption: "See", width: 10, ...about },
    "sendVideo",
  ],
  [
    "send_album",
    {
      chat: 4711,
      media: [
        { file: "AgAC", caption: "One", format: "HTML" },
        { kind: "video", file: "BAAC" },
      ],
    },
    "sendMediaGroup",
  ],
  ["send_location", { chat: "4711", latitude: "30.2", longitude: -97.7, keyboard: "remove", selective: true }, "sendLocation"],
  ["edit_message", { chat: "4711", message: 7, text: "New", keyboard: "inline", rows }, "editMessageText"],
  ["delete_message", { chat: "4711", message: "7" }, "deleteMessage"],
  ["pin_message", { chat: "4711", message: "7", silent: true }, "pinChatMessage"],
  ["pin_message", { operation: "unpin", chat: "4711", message: "7" }, "unpinChatMessage"],
  ["answer_callback", { query: "4382bfdwdsb323b2d9", text: "Done", alert: true, cacheSeconds: 5 }, "answerCallbackQuery"],
  ["answer_inline", { query: "12345678901234567890", results: '[{"type":"article","id":1}]', personal: true }, "answerInlineQuery"],
  ["chat_action", { chat: "4711", action: "upload_document" }, "sendChatAction"],
  ["get_file", { file: "BQAC" }, "getFile"],
  ["get_chat", { chat: "4711" }, "getChat"],
  ["get_chat", { operation: "administrators", chat: "4711" }, "getChatAdministrators"],
  ["get_chat", { operation: "member", chat: "4711", user: "5" }, "getChatMember"],
  ["change_chat", { chat: "-100123", text: "Jobs" }, "setChatTitle"],
  ["change_chat", { operation: "description", chat: "-100123", text: "" }, "setChatDescription"],
  ["change_chat", { operation: "leave", chat: "-100123" }, "leaveChat"],
  ["webhook", { url: "https://hooks.example.com/hook/telegram", updates: ["message"], dropPending: true }, "setWebhook"],
  ["webhook", { operation: "get" }, "getWebhookInfo"],
  ["webhook", { operation: "delete" }, "deleteWebhook"],
];

describe("every action", () => {
  it("has a use in this test", () => {
    expect([...new Set(USES.map(([id]) => id))].sort()).toEqual(telegram.actions.map((one) => one.id).sort());
  });

  it.each(USES)("%s %o sends what Telegram takes: %s", async (id, input, method) => {
    const output = await run(id, input);
    expect(mock.refused).toEqual([]);
    expect(mock.taken[0]?.operation).toBe(method);
    expect(mock.taken.every((one) => one.path.token === SECRETS.token)).toBe(true);
    expect(action(id).output?.safeParse(output).error).toBeUndefined();
  });

  it.each(USES)("%s %o: a wrong field and a wrong method are refused by the same description", async (id, input, method) => {
    await run(id, input);
    const body = mock.taken[0]?.body as Record<string, unknown> | undefined;
    const again = async (name: string, value: unknown) => {
      const response = await fetch(`${mock.url}/bot${SECRETS.token}/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(value),
      });
      return response.status;
    };
    expect(await again(method, { ...body, disable_web_page_preview: true })).toBe(400);
    expect(await again(`${method}s`, body)).toBe(404);
  });

  it("gives one item even where an answer has items of its own", async () => {
    const server = await localServer((_request, response) => json(response, 200, { ok: true, result: 1, items: [{ a: 1 }, { a: 2 }] }));
    expect(await run("get_chat", { chat: "1" }, server)).toEqual({ ok: true, result: 1, items: [{ a: 1 }, { a: 2 }] });
    await server.close();
  });

  it("keeps the token out of what is recorded", async () => {
    for (const [id, input] of USES) await run(id, input);
    expect(JSON.stringify(sent)).not.toContain("canary");
    expect(sent[0]?.url).toContain("/bot***/");
  });
});

describe("a message", () => {
  it("carries its buttons, its format and what it answers", async () => {
    await run("send_message", USES[0]?.[1] ?? {});
    expect(mock.taken[0]?.body).toEqual({
      chat_id: 4711,
      text: "Hi",
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      message_thread_id: 3,
      disable_notification: true,
      protect_content: true,
      reply_parameters: { message_id: 9 },
      reply_markup: {
        inline_keyboard: [
          [
            { text: "Yes", callback_data: "yes" },
            { text: "Site", url: "https://example.com" },
          ],
        ],
      },
    });
  });

  it.each([
    ["reply", { keyboard: [[{ text: "Call me", request_contact: true }]], resize_keyboard: true }],
    ["force", { force_reply: true }],
    ["remove", { remove_keyboard: true }],
  ])("can have the keyboard %s", async (keyboard, expected) => {
    await run("send_message", {
      chat: "1",
      text: "x",
      keyboard,
      resize: true,
      rows: [{ buttons: [{ text: "Call me", kind: "contact" }] }],
    });
    expect(mock.refused).toEqual([]);
    expect(mock.taken[0]?.body).toMatchObject({ reply_markup: expected });
  });

  it("without a chat is refused before anything is sent", async () => {
    expect(await failureOf(run("send_message", { chat: " ", text: "x" }))).toMatchObject({ kind: "user", field: "chat" });
    expect(await failureOf(run("send_message", { chat: "undefined", text: "x" }))).toMatchObject({ field: "chat" });
    expect(sent).toEqual([]);
  });

  it("that is to be edited to what it says already counts as edited", async () => {
    const server = await localServer((_request, response) =>
      json(response, 400, { ok: false, error_code: 400, description: "Bad Request: message is not modified: …" }),
    );
    expect(await run("edit_message", { chat: "1", message: "2", text: "same" }, server)).toEqual({
      ok: true,
      result: true,
      unchanged: true,
    });
    await server.close();
  });
});

describe("files", () => {
  const withFile = async (
    bytes: string,
    about_: { fileName?: string; mimeType?: string } = { fileName: "a.txt", mimeType: "text/plain" },
  ) => {
    const blobs = memoryBlobs();
    return { blobs, item: { json: {}, binary: { data: await blobs.put(Buffer.from(bytes), about_) } } };
  };

  it.each(["photo", "document", "video", "audio", "voice", "animation", "sticker"])(
    "are uploaded as %s, with their words as form fields",
    async (kind) => {
      const { blobs, item } = await withFile("hello");
      await run(
        "send_file",
        { chat: "4711", kind, caption: "Hi", format: "HTML", keyboard: "force", title: "T", duration: 3, width: 4, height: 5 },
        mock,
        item,
        blobs,
      );
      expect(mock.refused).toEqual([]);
      expect(mock.taken[0]?.body).toMatchObject({ chat_id: "4711", [kind]: "hello", reply_markup: '{"force_reply":true}' });
    },
  );

  it("that the item does not have, or that are too large, are refused before anything is sent", async () => {
    const { blobs, item } = await withFile("hello");
    expect(await failureOf(run("send_file", { chat: "1", binaryField: "pdf" }, mock, item, blobs))).toMatchObject({
      field: "binaryField",
      fix: "Its files are: data.",
    });
    const large = { json: {}, binary: { data: { ...item.binary.data, fileSize: 11 * 1024 * 1024 } } };
    expect(await failureOf(run("send_file", { chat: "1" }, mock, large, blobs))).toMatchObject({ field: "binaryField", kind: "user" });
    expect(sent).toEqual([]);
  });

  it("are fetched into the item", async () => {
    const blobs = memoryBlobs();
    const input = action("get_file").input.parse({ file: "BQAC", outputField: "doc" });
    const items = asItems(await action("get_file").run(itemContext<unknown>({ input, http: client(mock), secrets: SECRETS, blobs })));
    const file = items[0]?.binary?.doc;
    expect(file).toMatchObject({ fileName: "file_1.txt", mimeType: "application/json" });
    if (file) expect(Buffer.from(await blobs.bytes(file)).toString()).toBe('{"hello":1}');
    expect(items[0]?.json).toMatchObject({ ok: true, result: { file_path: "documents/file_1.txt" } });
  });

  it("on the disk of a server of one's own are not reached by its path", async () => {
    const server = await localServer((_request, response) =>
      json(response, 200, { ok: true, result: { file_id: "x", file_path: "../../etc/passwd" } }),
    );
    expect(await failureOf(run("get_file", { file: "x" }, server))).toMatchObject({ kind: "service" });
    expect(server.seen).toHaveLength(1);
    await server.close();
  });
});

describe("the webhook's address", () => {
  it("has to be https and needs the connection's secret", async () => {
    expect(await failureOf(run("webhook", { url: "http://example.com/hook" }))).toMatchObject({ field: "url" });
    const input = action("webhook").input.parse({ url: "https://example.com/hook" });
    const bare = itemContext<unknown>({ input, http: client(mock), secrets: { ...SECRETS, webhookSecret: "" } });
    expect(await failureOf(Promise.resolve().then(() => action("webhook").run(bare)))).toMatchObject({
      kind: "connection",
      field: "webhookSecret",
    });
    expect(sent).toEqual([]);
  });
});

describe("faults", () => {
  const failing = async (status: number, body: unknown, id = "send_message") => {
    const server = await localServer((_request, response) => json(response, status, body));
    try {
      return await failureOf(run(id, { chat: "1", text: "x", file: "f", message: "2" }, server));
    } finally {
      await server.close();
    }
  };
  const refusal = (code: number, description: string, parameters?: unknown) => ({ ok: false, error_code: code, description, parameters });

  it.each([
    [400, refusal(400, "Bad Request: chat not found"), { kind: "user", retryable: false, outcome: "none", field: "chat" }],
    [400, refusal(400, "Bad Request: group chat was upgraded", { migrate_to_chat_id: -100200 }), { field: "chat" }],
    [401, refusal(401, "Unauthorized"), { kind: "connection", retryable: false, outcome: "none" }],
    [404, refusal(404, "Not Found"), { kind: "connection" }],
    [403, refusal(403, "Forbidden: bot was blocked by the user"), { kind: "user", retryable: false }],
    [
      429,
      refusal(429, "Too Many Requests: retry after 7", { retry_after: 7 }),
      { kind: "service", retryable: true, outcome: "none", after: 7000 },
    ],
    [500, refusal(500, "Internal Server Error"), { kind: "service", retryable: true, outcome: "unknown" }],
    [502, "<html>Bad Gateway</html>", { kind: "service", retryable: true, outcome: "unknown" }],
    [200, "not what it should be", { kind: "service", outcome: "unknown" }],
    [200, refusal(400, "error in an answer that says 200"), { kind: "user" }],
  ])("%i %o", async (status, body, expected) => {
    expect(await failing(status, body)).toMatchObject({ ...expected, name: "TelegramError" });
  });

  it("of a read leave nothing unknown", async () => {
    expect(await failing(500, refusal(500, "Internal Server Error"), "get_file")).toMatchObject({ retryable: true, outcome: "none" });
  });

  it("a lost answer to a message is unknown", async () => {
    const server = await localServer((_request, response) => response.socket?.destroy());
    expect(await failureOf(run("send_message", { chat: "1", text: "x" }, server))).toMatchObject({ kind: "network", outcome: "unknown" });
    expect(server.seen).toHaveLength(1);
    await server.close();
  });
});

describe("a Bot API server of one's own", () => {
  it("is asked instead, and only where its address is granted", async () => {
    const secrets = { ...SECRETS, baseUrl: mock.url };
    const context = (grants: string[]) => {
      const http = createHttpClient({
        exchange: network.exchange,
        baseUrl: telegram.manifest.baseUrl,
        grants,
        auth: { kind: auth, secrets, hosts: [...telegram.manifest.hosts, ...(auth.hosts?.(secrets) ?? [])] },
      });
      return itemContext<unknown>({ input: action("get_chat").input.parse({ chat: "1" }), http, secrets });
    };
    await action("get_chat").run(context([mock.host]));
    expect(mock.taken.map((one) => one.operation)).toEqual(["getChat"]);
    expect(await failureOf(Promise.resolve(action("get_chat").run(context([]))))).toMatchObject({ name: "NetworkGuardError" });
  });
});

describe("the connection", () => {
  it("sends its token in the clear to no server beyond one's own network", async () => {
    const secrets = { ...SECRETS, baseUrl: "http://bots.example.com" };
    const exchange = vi.fn(network.exchange);
    const http = createHttpClient({
      exchange,
      baseUrl: telegram.manifest.baseUrl,
      grants: ["bots.example.com"],
      lookup: () => Promise.resolve([{ address: "93.184.216.34", family: 4 }]),
      auth: { kind: auth, secrets, hosts: [...telegram.manifest.hosts, ...(auth.hosts?.(secrets) ?? [])] },
    });
    const context = itemContext<unknown>({ input: action("get_chat").input.parse({ chat: "1" }), http, secrets });
    const fault = await failureOf(Promise.resolve(action("get_chat").run(context)));
    expect(fault).toMatchObject({ kind: "connection", outcome: "none", message: expect.stringContaining("unencrypted") as string });
    expect(exchange).not.toHaveBeenCalled();
  });

  it("says whose bot it is", async () => {
    expect(await telegram.test?.(client(mock), SECRETS, noSessions)).toEqual({ label: "@acme_bot" });
  });

  it.each([
    [{ token: "nonsense" }, "token"],
    [{ token: "1:a", webhookSecret: "with space" }, "webhookSecret"],
    [{ token: "1:a", baseUrl: "ftp://x" }, "baseUrl"],
  ])("refuses %o", (fields, path) => {
    expect(auth.fields.safeParse(fields).error?.issues[0]?.path).toEqual([path]);
  });
});
