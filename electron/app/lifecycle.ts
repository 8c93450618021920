import { app } from "electron";
import { DEEP_LINK_SCHEME, deepLinkIn, parseDeepLink } from "./deep-link.ts";

export interface LifecycleParts {
  /** Another start, a click on the dock icon or a link: bring the app to the front, at the route if there is one. */
  show: (route: string | undefined) => void;
  /** Ends what runs; the app quits when it is done. */
  stop: () => Promise<void>;
}

export interface Lifecycle {
  /** Windows now close because the app ends. */
  quitting(): boolean;
  /** Once the app is ready: takes what comes from outside, first what came meanwhile. */
  run(parts: LifecycleParts): void;
}

/** Undefined where the app already runs: that one comes to the front, with our link, and this one has to go. */
export function claimLifecycle(args: readonly string[]): Lifecycle | undefined {
  if (!app.requestSingleInstanceLock()) return undefined;
  let pending = deepLinkIn(args);
  let show = (route: string | undefined) => {
    pending = route;
  };
  let isQuitting = false;
  app.on("before-quit", () => {
    isQuitting = true;
  });
  // Before the app is ready: macOS hands over the link that started it.
  app.on("open-url", (event, link) => {
    event.preventDefault();
    show(parseDeepLink(link));
  });
  return {
    quitting: () => isQuitting,
    run(parts) {
      registerLinks();
      show = parts.show;
      if (pending !== undefined) show(pending);
      app.on("second-instance", (_event, secondArgs) => show(deepLinkIn(secondArgs)));
      app.on("activate", () => show(undefined));
      // Runs go on without a window: the tray and the next start open one again.
      app.on("window-all-closed", () => {});
      stopBeforeQuit(parts.stop);
    },
  };
}

function stopBeforeQuit(stop: () => Promise<void>): void {
  let stopped = false;
  app.on("will-quit", (event) => {
    if (stopped) return;
    event.preventDefault();
    void stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}

function registerLinks(): void {
  // Without `--` a crafted link could pass switches to Chromium where the system builds the command line from text.
  if (process.platform === "win32") app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME, process.execPath, ["--"]);
  else app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME);
}
