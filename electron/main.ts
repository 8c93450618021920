import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { app, session } from "electron";
import { screenRoute } from "#shared/screens/routes.ts";
import { registerScheme, serveAssets } from "./app/asset-protocol.ts";
import { dialogs } from "./app/dialogs.ts";
import { keepEngine } from "./app/engine-keeper.ts";
import { createFace } from "./app/face.ts";
import { guardContents } from "./app/guard-contents.ts";
import { guardSession } from "./app/guard-session.ts";
import { claimLifecycle, type Lifecycle } from "./app/lifecycle.ts";
import { createLoginItem } from "./app/login-item.ts";
import { createNotifications } from "./app/notifications.ts";
import { openEngine } from "./app/open-engine.ts";
import { readOptions } from "./app/options.ts";
import { createSettings } from "./app/settings.ts";
import { shellOpen } from "./app/shell-open.ts";
import { theme } from "./app/theme.ts";
import { createTransport } from "./app/transport.ts";
import { createTray } from "./app/tray.ts";
import { watchEngine } from "./app/watch-engine.ts";
import { createWindowStates } from "./app/window-states.ts";
import { createWindows } from "./app/windows.ts";
import { workspaceDir } from "./cli/default-data.ts";

// The desktop app, put together. What runs workflows is the engine thread; this side is its windows, menus and tray.

const options = readOptions(process.argv.slice(1), process.cwd());
if (options.userData !== undefined) app.setPath("userData", options.userData);
app.enableSandbox();
registerScheme();
const claimed = claimLifecycle(process.argv.slice(1));
if (claimed === undefined) app.exit(0);
else void app.whenReady().then(() => run(claimed));

function run(lifecycle: Lifecycle): void {
  const bundles = fileURLToPath(new URL(".", import.meta.url));
  const icons = join(app.getAppPath(), "resources", "icons");
  const devTools = !app.isPackaged;
  const dataDir = options.data ?? workspaceDir(app.getPath("userData"), "default");

  guardSession(session.defaultSession, devTools);
  guardContents(app, shellOpen);
  serveAssets(join(bundles, "..", "renderer"));

  const settings = createSettings();
  theme.follow(settings.get().theme);
  const keeper = keepEngine({
    startEngine: (afterFailure) => openEngine(dataDir, app.getVersion(), afterFailure),
    now: Date.now,
    after: (ms, start) => void setTimeout(start, ms),
  });
  const loginItem = createLoginItem();
  const quit = () => app.quit();
  const show = (route?: string) => windows.show(route);
  const pause = (paused: boolean) => void engine.pause(paused);
  const face = createFace({
    locale: app.getLocale(),
    devTools,
    loginItem,
    act: {
      send: (command) => windows.send(command),
      show,
      newWindow: () => windows.open(),
      openDataFolder: () => void shellOpen.showFolder(dataDir),
      pause,
    },
    tray: (words) =>
      createTray(join(icons, process.platform === "darwin" ? "trayTemplate.png" : "tray.png"), words, {
        open: show,
        showRuns: () => show(screenRoute.runs()),
        pause,
        startAtLogin(enabled) {
          loginItem.set(enabled);
          face.refresh();
        },
        quit,
      }),
  });
  const notifications = createNotifications(show);
  const windows = createWindows({
    preload: join(bundles, "preload.cjs"),
    icon: join(icons, "512x512.png"),
    devTools,
    states: createWindowStates(settings),
    theme,
    dialogs,
    words: () => face.words(),
    transport: createTransport(keeper),
    lastClosed() {
      if (lifecycle.quitting() || settings.get().toldAboutTray) return;
      settings.set({ toldAboutTray: true });
      notifications.show({ title: face.words().stillRunning, body: face.words().stillRunningBody, route: screenRoute.workflows() });
    },
  });
  const engine = watchEngine({ keeper, face, settings, theme, dialogs, notifications, quit });

  face.refresh();
  keeper.start();
  lifecycle.run({ show, stop: () => keeper.stop() });
  if (!options.hidden && windows.count() === 0) show();
}
