import { protocol } from "electron";
import { answerAsset } from "./assets.ts";
import { SCHEME } from "./origin.ts";

/** Has to be said before the app is ready: our scheme has an origin, is secure, and its scripts may be cached compiled. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the screens from their folder, which may be inside the app's archive. */
export function serveAssets(folder: string): void {
  protocol.handle(SCHEME, (request) => answerAsset(folder, request));
}
