import { once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { MessageChannelMain } from "electron";
import { describe, expect, it } from "vitest";
import { LARGEST_MESSAGE, relay } from "../../../electron/app/relay.ts";

function setUp() {
  const window = new MessageChannelMain();
  const engine = new MessageChannel();
  let refused = 0;
  const close = relay(window.port2, engine.port1, () => {
    refused += 1;
  });
  window.port1.start();
  return { page: window.port1, engine: engine.port2, close, refusals: () => refused };
}

describe("a page's port", () => {
  it("carries text both ways", async () => {
    const { page, engine, close } = setUp();
    page.postMessage("call");
    expect(await once(engine, "message")).toEqual(["call"]);
    const answered = once(page, "message");
    engine.postMessage("answer");
    expect(await answered).toMatchObject([{ data: "answer" }]);
    close();
  });

  it.each([
    ["an object", { path: "runs.list" }],
    ["a number", 1],
    ["nothing", null],
    ["bytes", new Uint8Array([1, 2])],
    ["a text over the limit", "x".repeat(LARGEST_MESSAGE + 1)],
  ])("is closed at %s, and the engine never sees it", async (_what, message) => {
    const { page, engine, refusals } = setUp();
    const seen: unknown[] = [];
    engine.on("message", (data) => seen.push(data));
    const closed = once(engine, "close");
    page.postMessage(message);
    page.postMessage("after");
    await closed;
    expect([seen, refusals()]).toEqual([[], 1]);
  });

  it("closes at one end when the other goes", async () => {
    const first = setUp();
    const pageClosed = once(first.page, "close");
    first.engine.close();
    await pageClosed;
    const second = setUp();
    const engineClosed = once(second.engine, "close");
    second.page.close();
    await engineClosed;
    expect([first.refusals(), second.refusals()]).toEqual([1, 0]);
  });
});
