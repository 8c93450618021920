import { EventEmitter } from "node:events";
import type { WebContents } from "./web-contents.ts";

type RequestHandler = (contents: WebContents, permission: string, answer: (granted: boolean) => void) => void;
type CheckHandler = (contents: WebContents, permission: string, origin: string) => boolean;
type RequestFilter = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

class Session extends EventEmitter {
  #ask: RequestHandler | undefined;
  #check: CheckHandler | undefined;
  #filter: RequestFilter | undefined;
  readonly webRequest = {
    onBeforeRequest: (filter: RequestFilter): void => {
      this.#filter = filter;
    },
  };
  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#ask = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler;
  }
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}

  /** As Chromium would be told: the check alone decides what a query says, both what a use gets. */
  grants(contents: WebContents, permission: string, origin: string): boolean {
    if (!(this.#check?.(contents, permission, origin) ?? true)) return false;
    let granted = true;
    this.#ask?.(contents, permission, (answer) => {
      granted = answer;
    });
    return granted;
  }
  mayRequest(url: string): Promise<boolean> {
    const filter = this.#filter;
    return filter === undefined
      ? Promise.resolve(true)
      : new Promise((resolve) => filter({ url }, ({ cancel }) => resolve(cancel !== true)));
  }
}

export const session = { defaultSession: new Session() };
