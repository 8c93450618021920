import { EventEmitter } from "node:events";
import { fromBrowser, toBrowser } from "./addresses.ts";
import { preventable } from "./app.ts";
import type { Browser } from "./browser.ts";
import { type MessagePortMain, toWire } from "./message-channel.ts";
import { ipcMain } from "./parts.ts";
import { BINDING, DELIVER, type FromPage, preloadSource, type ToPage, WORLD } from "./preload-world.ts";
import { handledSchemes } from "./protocol.ts";
import { session } from "./session.ts";

type OpenHandler = (details: { url: string; frameName: string }) => { action: "allow" | "deny" };

/** Chromium's names of permissions beside Electron's. */
const PERMISSIONS = [
  ["camera", "media"],
  ["microphone", "media"],
  ["geolocation", "geolocation"],
  ["notifications", "notifications"],
  ["clipboard-read", "clipboard-read"],
  ["clipboard-write", "clipboard-sanitized-write"],
  ["midi", "midi"],
  ["idle-detection", "idle-detection"],
] as const;

/** One page: its frames, requests and navigations go by the app's guards as Electron's would. */
export class WebContents extends EventEmitter {
  target = "";
  #browser: Browser | undefined;
  #session = "";
  #frame = "";
  #url = "about:blank";
  #world: number | undefined;
  #ports = new Map<number, MessagePortMain>();
  #lastPort = 0;
  #openHandler: OpenHandler = () => ({ action: "allow" });
  #isOwnNavigation = false;
  #destroyed = false;

  /** The window's page is there: from now on the guards see what it does. */
  async attach(browser: Browser, target: string, sessionId: string, preload: string): Promise<void> {
    this.#browser = browser;
    this.target = target;
    this.#session = sessionId;
    const on = (method: string, listener: (params: never) => void) =>
      browser.cdp.on(method, sessionId, listener as (params: Record<string, unknown>) => void);
    on("Runtime.executionContextCreated", ({ context }: { context: { id: number; name: string; auxData?: { frameId?: string } } }) => {
      if (context.name === WORLD && context.auxData?.frameId === this.#frame) this.#world = context.id;
    });
    on("Runtime.bindingCalled", ({ name, payload }: { name: string; payload: string }) => {
      if (name === BINDING) this.#receive(JSON.parse(payload) as FromPage);
    });
    on("Fetch.requestPaused", (request: PausedRequest) => void this.#decide(request).catch(() => {}));
    on("Page.frameNavigated", ({ frame }: { frame: { id: string; parentId?: string; url: string; urlFragment?: string } }) => {
      if (frame.parentId !== undefined) return;
      this.#url = fromBrowser(frame.url + (frame.urlFragment ?? ""), handledSchemes());
      void this.#grantPermissions(frame.url).catch(() => {});
    });
    on("Page.navigatedWithinDocument", ({ frameId, url }: { frameId: string; url: string }) => {
      if (frameId !== this.#frame) return;
      this.#url = fromBrowser(url, handledSchemes());
      this.emit("did-start-navigation", { url: this.#url, isMainFrame: true, isSameDocument: true });
    });
    on("Page.domContentEventFired", () => this.emit("dom-ready"));
    on("Page.loadEventFired", () => this.emit("did-finish-load"));
    on("Page.windowOpen", ({ url, windowName }: { url: string; windowName: string }) => {
      const { action } = this.#openHandler({ url: fromBrowser(url, handledSchemes()), frameName: windowName });
      if (action !== "deny") throw new Error("stand-in: a window would open outside the app's own");
    });
    on("Inspector.targetCrashed", () => this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 }));
    await this.#send("Page.enable");
    await this.#send("Runtime.enable");
    await this.#send("Inspector.enable");
    const { frameTree } = (await this.#send("Page.getFrameTree")) as unknown as { frameTree: { frame: { id: string } } };
    this.#frame = frameTree.frame.id;
    await this.#send("Runtime.addBinding", { name: BINDING, executionContextName: WORLD });
    await this.#send("Page.addScriptToEvaluateOnNewDocument", { source: preloadSource(preload), worldName: WORLD });
    await this.#send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
  }

  get mainFrame(): { url: string; origin: string; postMessage: WebContents["postMessage"] } {
    const url = this.#url;
    return { url, origin: /^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? "null", postMessage: (...args) => this.postMessage(...args) };
  }
  getURL(): string {
    return this.#url;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  send(channel: string, ...args: unknown[]): void {
    this.#deliver({ type: "message", channel, args: args.map(toWire), ports: [] });
  }
  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#deliver({ type: "message", channel, args: [toWire(message)], ports: transfer.map((port) => this.#adopt(port)) });
  }
  reload(): void {
    this.#isOwnNavigation = true;
    void this.#send("Page.reload");
  }
  async navigate(address: string): Promise<void> {
    this.#isOwnNavigation = true;
    const loaded = new Promise<void>((resolve) => this.once("did-finish-load", resolve));
    const { loaderId, errorText } = await this.#send("Page.navigate", { url: toBrowser(address, handledSchemes()) });
    if (typeof errorText === "string")
      throw Object.assign(new Error(`${errorText} loading '${address}'`), { code: errorText.replace(/^net::/, "") });
    if (loaderId === undefined) this.#isOwnNavigation = false;
    else await loaded;
  }
  destroyed(): void {
    this.#destroyed = true;
    for (const port of this.#ports.values()) port.close();
    this.emit("destroyed");
  }

  #send(method: string, params?: object): Promise<Record<string, unknown>> {
    if (this.#browser === undefined) return Promise.reject(new Error("stand-in: the page is not there yet"));
    return this.#browser.cdp.send(method, params, this.#session);
  }

  async #grantPermissions(address: string): Promise<void> {
    const { origin } = new URL(address);
    for (const [name, permission] of PERMISSIONS) {
      const setting = session.defaultSession.grants(this, permission, fromBrowser(origin, handledSchemes())) ? "granted" : "denied";
      await this.#browser?.cdp.send("Browser.setPermission", { permission: { name }, setting, origin });
    }
  }

  /** Every request and navigation of the page: the app's guards say whether it goes on. */
  async #decide({ requestId, request, resourceType, frameId }: PausedRequest): Promise<void> {
    const url = fromBrowser(request.url, handledSchemes());
    let allowed = true;
    if (resourceType === "Document") {
      const isMainFrame = frameId === this.#frame;
      const details = () => preventable({ url, isMainFrame, isSameDocument: false });
      if (isMainFrame && this.#isOwnNavigation) this.#isOwnNavigation = false;
      else allowed = this.#isAllowedBy("will-frame-navigate", details()) && (!isMainFrame || this.#isAllowedBy("will-navigate", details()));
      if (allowed && isMainFrame) {
        this.#world = undefined;
        this.emit("did-start-navigation", details());
      }
    }
    if (!allowed) {
      // A forbidden navigation leaves the page as it is.
      await this.#send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
      return;
    }
    allowed = await session.defaultSession.mayRequest(url);
    // Nothing but our own schemes is there to be reached; another address that got so far ends here, and shows in the page.
    const isServed = url !== request.url;
    if (allowed && isServed) await this.#send("Fetch.continueRequest", { requestId });
    else await this.#send("Fetch.failRequest", { requestId, errorReason: allowed ? "NameNotResolved" : "BlockedByClient" });
  }

  #isAllowedBy(event: string, details: ReturnType<typeof preventable>): boolean {
    this.emit(event, details);
    return !details.defaultPrevented;
  }

  #adopt(port: MessagePortMain): number {
    this.#lastPort += 1;
    const id = this.#lastPort;
    this.#ports.set(id, port);
    port.moveTo({
      post: (data) => this.#deliver({ type: "port", port: id, data }),
      close: () => this.#deliver({ type: "port-closed", port: id }),
    });
    return id;
  }

  #deliver(message: ToPage): void {
    // As with Electron: what is sent before the page is there is lost.
    if (this.#world === undefined || this.#destroyed) return;
    const call = {
      functionDeclaration: `(message) => ${DELIVER}(message)`,
      executionContextId: this.#world,
      arguments: [{ value: message }],
    };
    this.#send("Runtime.callFunctionOn", call).catch(() => {});
  }

  #receive(message: FromPage): void {
    if (message.type === "port") this.#ports.get(message.port)?.fromPage(message.data);
    else if (message.type === "port-closed") this.#ports.get(message.port)?.close();
    else ipcMain.emit(message.channel, { sender: this, senderFrame: this.mainFrame }, ...message.args);
  }
}

interface PausedRequest {
  requestId: string;
  request: { url: string };
  resourceType: string;
  frameId: string;
}
