import { MessageChannelMain, type WebContents } from "electron";
import { PORT_MESSAGE } from "#shared/screens/window-messages.ts";
import type { EngineKeeper } from "./engine-keeper.ts";
import { isOurs } from "./origin.ts";
import { relay } from "./relay.ts";

/**
 * Hands each page load of our own origin one port to the engine: to its main frame, closed when the page goes, and a
 * new one after the engine restarted. There is no other way from a page into this process.
 */
export function createTransport(keeper: EngineKeeper): { attach(contents: WebContents): void } {
  const pages = new Map<WebContents, { loaded: boolean; close: () => void }>();

  const hand = (contents: WebContents): void => {
    const page = pages.get(contents);
    if (page === undefined || !page.loaded || contents.isDestroyed() || !isOurs(contents.mainFrame.url)) return;
    page.close();
    const engine = keeper.port();
    if (engine === undefined) return;
    const { port1, port2 } = new MessageChannelMain();
    page.close = relay(port2, engine, () => hand(contents));
    contents.mainFrame.postMessage(PORT_MESSAGE, null, [port1]);
  };

  keeper.onReady(() => {
    for (const contents of pages.keys()) hand(contents);
  });
  keeper.onDown(() => {
    for (const page of pages.values()) page.close();
  });

  return {
    attach(contents) {
      const page = { loaded: false, close: () => {} };
      const leave = () => {
        page.loaded = false;
        page.close();
      };
      pages.set(contents, page);
      contents.on("dom-ready", () => {
        page.loaded = true;
        hand(contents);
      });
      contents.on("did-start-navigation", (details) => {
        if (details.isMainFrame && !details.isSameDocument) leave();
      });
      contents.on("render-process-gone", leave);
      contents.once("destroyed", () => {
        leave();
        pages.delete(contents);
      });
    },
  };
}
