import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { MessagePortMain, WebContents } from "electron";
import { describe, expect, it } from "vitest";
import { createTransport } from "../../../electron/app/transport.ts";

/** A page that keeps the ports it is handed, and an engine that keeps its ends. */
function setUp(url = "imx://app/") {
  const engineEnds: MessagePort[] = [];
  const listeners = { ready: () => {}, down: () => {} };
  const keeper = {
    up: true,
    start() {},
    port() {
      if (!this.up) return undefined;
      const { port1, port2 } = new MessageChannel();
      engineEnds.push(port2);
      return port1;
    },
    onReady: (listener: () => void) => void Object.assign(listeners, { ready: listener }),
    onDown: (listener: () => void) => void Object.assign(listeners, { down: listener }),
    onTrouble() {},
    stop: async () => {},
  };
  const handed: { channel: string; ports: MessagePortMain[] }[] = [];
  const mainFrame = { url, postMessage: (channel: string, _message: unknown, ports: MessagePortMain[]) => handed.push({ channel, ports }) };
  const contents = Object.assign(new EventEmitter(), { mainFrame, isDestroyed: () => false });
  // The transport uses this much of a page.
  createTransport(keeper).attach(contents as unknown as WebContents);
  return { keeper, listeners, contents, handed, engineEnds };
}
const closing = (port: MessagePort | undefined) => new Promise<void>((resolve) => port?.once("close", resolve));
const navigation = (isSameDocument: boolean, isMainFrame = true) => ({ isMainFrame, isSameDocument });

describe("the way from a page to the engine", () => {
  it("is one port for each load of a page", () => {
    const { contents, handed } = setUp();
    expect(handed).toEqual([]);
    contents.emit("dom-ready");
    expect(handed).toMatchObject([{ channel: "imx-port", ports: [{}] }]);
  });

  it.each(["https://example.com/", "imx://other/", "imx://app.evil/", "about:blank", "data:text/html,x", "file:///x"])(
    "is not given to %s",
    (url) => {
      const { contents, handed, engineEnds } = setUp(url);
      contents.emit("dom-ready");
      expect([handed, engineEnds]).toEqual([[], []]);
    },
  );

  it("closes when the page goes elsewhere, and opens anew for the next", async () => {
    const { contents, handed, engineEnds } = setUp();
    contents.emit("dom-ready");
    const closed = closing(engineEnds[0]);
    contents.emit("did-start-navigation", navigation(false));
    await closed;
    contents.emit("dom-ready");
    expect(handed).toHaveLength(2);
  });

  it("stays while only the hash changes, or a frame inside the page loads", () => {
    const { contents, handed, engineEnds } = setUp();
    contents.emit("dom-ready");
    let closed = false;
    engineEnds[0]?.once("close", () => {
      closed = true;
    });
    contents.emit("did-start-navigation", navigation(true));
    contents.emit("did-start-navigation", navigation(false, false));
    expect([closed, handed.length]).toEqual([false, 1]);
  });

  it("is a new port after the engine restarted, for pages that are there", async () => {
    const { keeper, listeners, contents, handed, engineEnds } = setUp();
    contents.emit("dom-ready");
    const closed = closing(engineEnds[0]);
    keeper.up = false;
    listeners.down();
    await closed;
    keeper.up = true;
    listeners.ready();
    expect(handed).toHaveLength(2);
  });

  it("waits for the engine where the page is there first", () => {
    const { keeper, listeners, contents, handed } = setUp();
    keeper.up = false;
    contents.emit("dom-ready");
    expect(handed).toEqual([]);
    keeper.up = true;
    listeners.ready();
    expect(handed).toHaveLength(1);
  });

  it("ends with the page", async () => {
    const { listeners, contents, handed, engineEnds } = setUp();
    contents.emit("dom-ready");
    const closed = closing(engineEnds[0]);
    contents.emit("destroyed");
    await closed;
    listeners.ready();
    expect(handed).toHaveLength(1);
  });
});
