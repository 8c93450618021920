import type { Session } from "electron";
import { isOurs } from "./origin.ts";

/** Copying text to the clipboard is all that our screens ask for; each browser permission beyond it is refused. */
const ALLOWED_PERMISSION = "clipboard-sanitized-write";

/** Closes the session: no permissions, no devices, no network of its own, no downloads from elsewhere. */
export function guardSession(session: Session, devTools: boolean): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === ALLOWED_PERMISSION && isOurs(contents.mainFrame.url));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === ALLOWED_PERMISSION && isOurs(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, devTools) }));
  session.on("will-download", (event, item) => {
    // A file that a screen made itself, such as an export.
    if (!item.getURL().startsWith("blob:") || !isOurs(item.getURL().slice("blob:".length))) event.preventDefault();
  });
}

/** Our own files and what our own pages made of them. */
export function mayLoad(address: string, devTools: boolean): boolean {
  if (isOurs(address)) return true;
  if (address.startsWith("blob:")) return isOurs(address.slice("blob:".length));
  if (address.startsWith("data:")) return true;
  return devTools && address.startsWith("devtools://");
}
