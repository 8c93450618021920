import type { App, WebContents } from "electron";
import { isOurs } from "./origin.ts";
import type { ShellOpen } from "./ports.ts";

/** Every page that comes to be, wherever from: it can neither leave our origin, open windows nor embed others. */
export function guardContents(app: App, shellOpen: ShellOpen): void {
  app.on("web-contents-created", (_event, contents) => guard(contents, shellOpen));
}

function guard(contents: WebContents, shellOpen: ShellOpen): void {
  contents.on("will-navigate", (details) => {
    if (!isOurs(details.url)) details.preventDefault();
  });
  contents.on("will-redirect", (details) => details.preventDefault());
  contents.on("will-frame-navigate", (details) => {
    // A frame shows text that we put there ourselves (srcdoc), never an address.
    const isAllowed = details.isMainFrame ? isOurs(details.url) : details.url === "about:srcdoc" || details.url === "about:blank";
    if (!isAllowed) details.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // A link out of the app goes to the system's browser, if it is one that may.
    void shellOpen.openExternal(url);
    return { action: "deny" };
  });
}
