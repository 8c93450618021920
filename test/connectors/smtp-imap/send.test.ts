import { afterEach, describe, expect, it } from "vitest";
import type { BlobAccess } from "../../../connectors/kit/context.ts";
import { createSessionPool, type SessionPool } from "../../../connectors/kit/sessions.ts";
import { smtpImap } from "../../../connectors/smtp-imap/index.ts";
import { type Failure, StepError } from "../../../electron/shared/model/failure.ts";
import type { Item, JsonObject } from "../../../electron/shared/model/item.ts";
import { itemContext, memoryBlobs } from "../../helpers/item-context.ts";
import { type MailServer, mailServer, PASSWORD, refusal, USER } from "../../helpers/mail-server.ts";

const [action] = smtpImap.actions;
if (action?.mode !== "item") throw new Error("per item");
const send = action;
const MAIL = { from: "Acme <office@example.com>", to: "ann@example.com", subject: "Your visit", text: "We come at nine." };

let server: MailServer | undefined;
let pool: SessionPool | undefined;
afterEach(async () => {
  pool?.close();
  await server?.close();
  server = undefined;
  pool = undefined;
});

async function begin(options: Parameters<typeof mailServer>[0] = {}): Promise<MailServer> {
  server = await mailServer(options);
  pool = createSessionPool();
  return server;
}
const secretsOf = (port: number, more: JsonObject = {}) =>
  ({ host: "127.0.0.1", port: String(port), security: "off", user: USER, password: PASSWORD, ...more }) as Record<string, string>;

async function run(mail: JsonObject, more: JsonObject = {}, item?: Item, blobs: BlobAccess = memoryBlobs()): Promise<JsonObject> {
  const secrets = secretsOf(server?.port ?? 1, more);
  const context = itemContext<unknown>({
    input: send.input.parse(mail),
    http: { request: () => Promise.reject(new Error("no HTTP")) },
    secrets,
    blobs,
    sessions: (pool ?? createSessionPool()).of(JSON.stringify(secrets)),
    idempotencyKey: "key-of-this-item",
    ...(item ? { item } : {}),
  });
  const result = (await send.run(context)) as JsonObject[];
  return result[0] ?? {};
}
async function failure(...args: Parameters<typeof run>): Promise<Failure> {
  try {
    await run(...args);
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It did not fail.");
}

describe("a mail", () => {
  it("reaches its people, hidden ones unseen, with an id of its own", async () => {
    const { received } = await begin();
    const output = await run({
      ...MAIL,
      cc: "Bo <bo@example.com>",
      bcc: "cy@example.com",
      replyTo: "answers@example.com",
      inReplyTo: "<1@example.com>",
    });
    expect(output).toMatchObject({
      accepted: ["ann@example.com", "bo@example.com", "cy@example.com"],
      rejected: [],
      messageId: "<key-of-this-item@example.com>",
    });
    expect(output.envelope).toEqual({ from: "office@example.com", to: ["ann@example.com", "bo@example.com", "cy@example.com"] });
    expect(send.output?.safeParse(output).success).toBe(true);
    const [mail] = received;
    expect(mail).toMatchObject({ from: "office@example.com", to: ["ann@example.com", "bo@example.com", "cy@example.com"] });
    for (const line of [
      "From: Acme <office@example.com>",
      "To: ann@example.com",
      "Cc: Bo <bo@example.com>",
      "Subject: Your visit",
      "Reply-To: answers@example.com",
      "In-Reply-To: <1@example.com>",
      "Message-ID: <key-of-this-item@example.com>",
      "We come at nine.",
    ])
      expect(mail?.text).toContain(line);
    expect(mail?.text).not.toContain("cy@example.com");
  });

  it("can have HTML, both, and files", async () => {
    const { received } = await begin();
    const blobs = memoryBlobs();
    const item = {
      json: {},
      binary: { plan: await blobs.put(Buffer.from("hello plan"), { fileName: "plan.txt", mimeType: "text/plain" }) },
    };
    await run({ ...MAIL, format: "html", html: "<b>Hi</b>" });
    expect(received[0]?.text).toContain("Content-Type: text/html");
    expect(received[0]?.text).not.toContain("nine");
    await run({ ...MAIL, format: "both", html: "<b>Hi</b>", attachments: "plan" }, {}, item, blobs);
    expect(received[1]?.text).toContain("multipart/alternative");
    expect(received[1]?.text).toContain("filename=plan.txt");
    expect(received[1]?.text).toContain(Buffer.from("hello plan").toString("base64"));
  });

  it("uses one connection for items that follow one another", async () => {
    const here = await begin();
    await run(MAIL);
    await run(MAIL);
    expect(here.received).toHaveLength(2);
    expect(here.connections).toBe(1);
  });

  it.each([
    ["no sender", { from: "" }, "from"],
    ["nobody to get it", { to: " , " }, "to"],
    ["an address that is none", { to: "ann@example.com, bo" }, "to"],
    ["a line break in an address", { to: "ann@example.com\nBcc: all@example.com" }, "to"],
    ["a wrong copy", { cc: "nobody" }, "cc"],
    ["a file that is not there", { attachments: ["pdf"] }, "attachments"],
  ])("with %s is refused before anything is sent", async (_what, wrong, field) => {
    const here = await begin();
    expect(await failure({ ...MAIL, ...wrong })).toMatchObject({ kind: "user", field });
    expect(here.connections).toBe(0);
  });

  it("takes headers and files from no text that somebody else wrote", async () => {
    const { received } = await begin();
    await run({ ...MAIL, subject: "Hi\r\nBcc: all@example.com", text: "{path: '/etc/passwd'}" });
    expect(received[0]?.to).toEqual(["ann@example.com"]);
    expect(received[0]?.text).not.toMatch(/^Bcc:/m);
    expect(received[0]?.text).not.toContain("root:");
  });
});

describe("a refusal", () => {
  const refusing = (at: "onMailFrom" | "onRcptTo" | "onData", error: Error) => {
    const say = (...args: unknown[]): void => (args.at(-1) as (error: Error) => void)(error);
    if (at !== "onData") return { [at]: say };
    return {
      onData(stream: { resume(): void }, _session: unknown, done: (error: Error) => void) {
        stream.resume();
        say(done);
      },
    };
  };

  it.each([
    ["onRcptTo", refusal(550, "No such user"), { kind: "user", retryable: false, outcome: "none" }],
    ["onRcptTo", refusal(450, "Greylisted"), { kind: "service", retryable: true, outcome: "none" }],
    ["onMailFrom", refusal(421, "Too many mails"), { kind: "service", retryable: true, outcome: "none" }],
    ["onData", refusal(552, "Too large"), { kind: "user", outcome: "none", fix: expect.stringContaining("less") as string }],
    ["onData", refusal(451, "Try later"), { kind: "service", retryable: true, outcome: "none" }],
  ] as const)("at %s: %s", async (at, error, expected) => {
    await begin(refusing(at, error) as Parameters<typeof mailServer>[0]);
    expect(await failure(MAIL)).toMatchObject({ ...expected, message: expect.stringContaining(error.message) as string });
  });

  it("of some leaves the others with their mail, and says which", async () => {
    await begin({ onRcptTo: (address, _session, done) => done(address.address.startsWith("bo") ? refusal(550, "No such user") : null) });
    expect(await run({ ...MAIL, to: "ann@example.com, bo@example.com" })).toMatchObject({
      accepted: ["ann@example.com"],
      rejected: ["bo@example.com"],
    });
  });

  it("of the login is the connection's, and shows no password", async () => {
    await begin();
    const fault = await failure(MAIL, { password: "canary-wrong" });
    expect(fault).toMatchObject({ kind: "connection", retryable: false });
    expect(JSON.stringify(fault)).not.toContain("canary");
  });
});

describe("a connection that is lost", () => {
  it("after the mail was handed over leaves it unknown, and it is not sent again by itself", async () => {
    const here = await begin({ drop: true });
    expect(await failure(MAIL)).toMatchObject({ kind: "network", outcome: "unknown" });
    expect(here.received).toHaveLength(1);
  });

  it("before that leaves nothing", async () => {
    await begin({ onMailFrom: () => {}, socketTimeout: 50 });
    expect(await failure(MAIL)).toMatchObject({ outcome: "none", retryable: true });
  });

  it("that never stood says why", async () => {
    await begin();
    expect(await failure(MAIL, { port: "1" })).toMatchObject({ kind: "network", outcome: "none", retryable: true });
    expect(await failure(MAIL, { host: "169.254.169.254" })).toMatchObject({ name: "NetworkGuardError" });
    expect(await failure(MAIL, { host: "8.8.8.8" })).toMatchObject({ kind: "connection", field: "security" });
  });
});

describe("encryption", () => {
  it("is asked for after the greeting or used from the start, and its certificate is checked", async () => {
    const { received } = await begin({ disabledCommands: [] });
    expect(await failure(MAIL, { security: "starttls" })).toMatchObject({
      kind: "network",
      outcome: "none",
      message: expect.stringContaining("certificate") as string,
    });
    expect(received).toEqual([]);
    await server?.close();
    await begin({ secure: true });
    expect(await failure(MAIL, { security: "tls" })).toMatchObject({
      kind: "network",
      message: expect.stringContaining("certificate") as string,
    });
  });

  it("that a server does not offer is never done without", async () => {
    const { received } = await begin();
    expect(await failure(MAIL, { security: "starttls" })).toMatchObject({ kind: "connection", field: "security" });
    expect(received).toEqual([]);
  });
});

describe("the connection", () => {
  it("can be tried without sending anything", async () => {
    const here = await begin();
    const secrets = secretsOf(here.port);
    const refuse = { request: () => Promise.reject(new Error("no HTTP")) };
    expect(await smtpImap.test?.(refuse, secrets, (pool ?? createSessionPool()).of("a"))).toEqual({ label: `${USER} at 127.0.0.1` });
    expect(here.received).toEqual([]);
    await expect(smtpImap.test?.(refuse, { ...secrets, password: "no" }, (pool ?? createSessionPool()).of("b"))).rejects.toThrow(
      "credentials",
    );
  });
});
