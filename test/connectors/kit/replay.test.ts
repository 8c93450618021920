import { describe, expect, it } from "vitest";
import { coreAuth } from "../../../connectors/core/auth.ts";
import type { RecordedRequest } from "../../../connectors/kit/recorded.ts";
import { createReplayClient, openTape } from "../../../connectors/kit/replay.ts";
import { HttpAnswer } from "../../../electron/shared/model/test-case.ts";

const U = "https://api.example.com/a";
const entry = (method: string, url: string, answer: unknown, sent?: unknown, status = 200) => ({
  request: { method, url, ...(sent === undefined ? {} : { body: sent }) },
  response: { status, headers: { "content-type": "application/json" }, body: answer },
});
function open(entries: unknown[]) {
  const sent: RecordedRequest[] = [];
  const tape = openTape(HttpAnswer.array().parse(entries));
  return { sent, tape, http: createReplayClient(tape, (request) => sent.push(request)) };
}

describe("a replay", () => {
  it("answers each request with the first unused entry of its method and address", async () => {
    const { http } = open([entry("GET", U, 1), entry("POST", U, 2), entry("GET", U, 3)]);
    expect((await http.request({ method: "GET", url: U })).body).toBe(1);
    expect((await http.request({ method: "GET", url: U })).body).toBe(3);
    expect((await http.request({ method: "POST", url: U })).body).toBe(2);
  });

  it("compares the query as pairs in any order, repeated ones counted", async () => {
    const { http } = open([entry("GET", `${U}?b=%20x&a=1&a=1`, "twice"), entry("GET", `${U}?a=1&b=+x`, "once")]);
    expect(
      (
        await http.request({
          method: "GET",
          url: U,
          query: [
            ["a", "1"],
            ["b", " x"],
          ],
        })
      ).body,
    ).toBe("once");
    expect((await http.request({ method: "GET", url: `${U}?a=1&b=+x`, query: [["a", "1"]] })).body).toBe("twice");
  });

  it("goes by the body where entries differ by it", async () => {
    const { http } = open([
      entry("POST", U, "one", { n: 1 }),
      entry("POST", U, "two", { n: 2 }),
      entry("POST", U, "form", "b=2&a=1"),
      entry("POST", U, "parts", '--BOUNDARY\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n--BOUNDARY--\r\n'),
    ]);
    const post = async (body: Parameters<typeof http.request>[0]["body"]) => (await http.request({ method: "POST", url: U, body })).body;
    expect(await post({ kind: "multipart", parts: [{ name: "n", data: "1" }] })).toBe("parts");
    expect(
      await post({
        kind: "form",
        value: [
          ["a", "1"],
          ["b", "2"],
        ],
      }),
    ).toBe("form");
    expect(await post({ kind: "json", value: { n: 2 } })).toBe("two");
    expect(await post({ kind: "json", value: { n: 1 } })).toBe("one");
  });

  it("knows JSON that was written by hand", async () => {
    const { http, sent } = open([entry("POST", U, "a", { n: 1 }), entry("POST", U, "b", { n: 2 })]);
    const body = { kind: "text", value: '{ "n": 2 }', contentType: "application/json" } as const;
    expect((await http.request({ method: "POST", url: U, body })).body).toBe("b");
    expect(sent[0]?.body).toEqual({ n: 2 });
  });

  it("does not mind the body where all entries have the same", async () => {
    const { http } = open([entry("POST", U, "yes", { id: "volatile-1" })]);
    expect((await http.request({ method: "POST", url: U, body: { kind: "json", value: { id: "volatile-2" } } })).body).toBe("yes");
  });

  it("fails a request without an entry, and still lists it", async () => {
    const { http, sent } = open([entry("GET", U, 1)]);
    await http.request({ method: "GET", url: U });
    await expect(http.request({ method: "GET", url: U })).rejects.toMatchObject({
      failure: { name: "ReplayError", outcome: "none", retryable: false },
    });
    expect(sent.map((request) => request.url)).toEqual([U, U]);
  });

  it("shares one tape between the clients of a run, logins shown", async () => {
    const { tape, sent, http } = open([entry("GET", U, 1), entry("GET", U, 2)]);
    const bearer = coreAuth.find((kind) => kind.id === "bearer");
    if (!bearer) throw new Error("no bearer");
    const other = createReplayClient(tape, (request) => sent.push(request), {
      auth: { kind: bearer, secrets: { token: "test-token" }, hosts: [] },
    });
    expect((await http.request({ method: "GET", url: U })).body).toBe(1);
    expect((await other.request({ method: "GET", url: U })).body).toBe(2);
    expect(sent[1]?.headers.authorization).toBe("Bearer test-token");
  });

  it("maps statuses and follows redirects as the live client does", async () => {
    const { http, sent } = open([
      { request: { method: "POST", url: U }, response: { status: 303, headers: { Location: "/b" } } },
      entry("GET", "https://api.example.com/b", { at: "b" }),
      entry("POST", U, { error: "down" }, undefined, 503),
    ]);
    expect((await http.request({ method: "POST", url: U })).body).toEqual({ at: "b" });
    await expect(http.request({ method: "POST", url: U })).rejects.toMatchObject({ failure: { status: 503, outcome: "unknown" } });
    expect(sent.map((request) => `${request.method} ${request.url}`)).toEqual([`POST ${U}`, "GET https://api.example.com/b", `POST ${U}`]);
  });

  it("reaches addresses that a live run would refuse, since nothing leaves the machine", async () => {
    const { http } = open([entry("GET", "http://169.254.169.254/x", "recorded")]);
    expect((await http.request({ method: "GET", url: "http://169.254.169.254/x" })).body).toBe("recorded");
  });
});
