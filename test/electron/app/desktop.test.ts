import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Desktop, electronBinary, LAUNCH_MS, launchDesktop } from "../../helpers/desktop.ts";

// The built app with its own main and preload bundles and its own engine, in real Electron where a binary is found.
// What the stand-in records (notices, addresses opened) is looked at there only.

const inStandIn = electronBinary() === undefined;
let userData: string;
let desktop: Desktop;
const consoleErrors: string[] = [];

beforeAll(async () => {
  userData = mkdtempSync(join(tmpdir(), "desktop-"));
  desktop = await launchDesktop({ userData });
  desktop.page.on("console", (message) => message.type() === "error" && consoleErrors.push(message.text()));
  await engineAnswers();
}, LAUNCH_MS);
afterAll(async () => {
  await desktop?.close();
  rmSync(userData, { recursive: true, force: true });
});

const engineAnswers = () => desktop.page.getByText("Engine running").first().waitFor();
/** The machine may be busy: the default of a second is short for a window. */
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });
const address = () => desktop.page.evaluate(() => `${location.pathname}${location.hash}`);

describe(`the desktop app (${inStandIn ? "stand-in over the system's Chromium" : "real Electron"})`, () => {
  it("shows its screens and reaches its engine, with no rule of its policy broken", async () => {
    await desktop.page.reload();
    await engineAnswers();
    expect(consoleErrors.filter((text) => /Content Security Policy|Refused to/.test(text))).toEqual([]);
  });

  it("gives the page nothing of Node, Electron or the preload (A2, A3)", async () => {
    const seen = await desktop.page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      frame.remove();
      const reachable = ["require", "module", "process", "Buffer", "global", "electron", "ipcRenderer", "__dirname"].filter(
        (name) => name in window,
      );
      // Numbered names are frames; zod, a part of the page itself, keeps its settings in two globals.
      return { reachable, added: Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && !/^(\d+$|__zod_)/.test(name)) };
    });
    expect(seen).toEqual({ reachable: [], added: [] });
  });

  it("listens to no message from a page but the port it handed out (A17)", async () => {
    expect(await desktop.evaluate(({ ipcMain }) => ipcMain.eventNames())).toEqual([]);
  });

  it("refuses each permission but writing to the clipboard (A5)", async () => {
    const states = await desktop.page.evaluate(async () => {
      const names = ["camera", "microphone", "geolocation", "notifications", "clipboard-read", "midi", "clipboard-write"];
      const asked = names.map(async (name) => [name, (await navigator.permissions.query({ name: name as PermissionName })).state]);
      return Object.fromEntries(await Promise.all(asked)) as Record<string, string>;
    });
    expect(states).toEqual({
      camera: "denied",
      microphone: "denied",
      geolocation: "denied",
      notifications: "denied",
      "clipboard-read": "denied",
      midi: "denied",
      "clipboard-write": "granted",
    });
    const use = desktop.page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: Error) => error.name));
    expect(await use).toMatch(/NotAllowedError|NotFoundError/);
  });

  it("runs no code that came as text (A7)", async () => {
    const ran = await desktop.page.evaluate(async () => {
      const hits: string[] = [];
      Object.assign(window, { hit: (what: string) => hits.push(what) });
      const script = document.createElement("script");
      script.textContent = "hit('script')";
      document.body.append(script);
      const holder = document.body.appendChild(document.createElement("div"));
      holder.innerHTML = `<img src="x:" onerror="hit('handler')"><a href="javascript:hit('link')">x</a><iframe srcdoc="<script>parent.hit('frame')</script>"></iframe>`;
      holder.querySelector("a")?.click();
      // In tasks of their own: the policy does not hold for what the test itself evaluates.
      const evaluate: (text: string) => void = Reflect.get(window, "eval");
      const compile: (text: string) => unknown = Reflect.get(window, "Function");
      setTimeout(() => evaluate("hit('eval')"), 0);
      setTimeout(() => (compile("hit('Function')") as () => void)(), 0);
      setTimeout(() => setTimeout("hit('timer')" as unknown as () => void, 0), 0);
      // By then handlers, frames and timers have had their turn.
      await new Promise((resolve) => setTimeout(resolve, 300));
      holder.remove();
      script.remove();
      Reflect.deleteProperty(window, "hit");
      return hits;
    });
    expect(ran).toEqual([]);
  });

  it("reaches no other origin, secure or not (A1, A6, A8)", async () => {
    const reached = await desktop.page.evaluate(async () => {
      const image = (src: string) =>
        new Promise<string>((resolve) => {
          const element = new Image();
          element.onload = () => resolve("loaded");
          element.onerror = () => resolve("refused");
          element.src = src;
        });
      const get = (url: string) =>
        fetch(url).then(
          () => "loaded",
          () => "refused",
        );
      return Promise.all([
        get("https://example.com/"),
        get("http://127.0.0.1:9/"),
        get("file:///etc/passwd"),
        image("http://127.0.0.1:9/x.png"),
        image("https://example.com/x.png"),
      ]);
    });
    expect(reached).toEqual(["refused", "refused", "refused", "refused", "refused"]);
  });

  it("serves nothing from outside its folder (A18)", async () => {
    const statuses = await desktop.page.evaluate(() =>
      Promise.all(
        ["/..%2f..%2fpackage.json", "/%2e%2e/%2e%2e/package.json", "/..%5c..%5cpackage.json", "/CON", "/assets/", "/no-such-file.js"].map(
          async (path) => (await fetch(path)).status,
        ),
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 404, 404, 404]);
  });

  it("opens no window for a page; a link that may goes to the system's browser (A14, A15)", async () => {
    await desktop.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (to: string) => void opened.push(to);
    });
    const opened = () => desktop.evaluate(() => (globalThis as { opened?: string[] }).opened ?? []);
    const alone = () => eventually(() => desktop.pages().length).toBe(1);
    for (const url of [
      "https://example.com/opened",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "smb://server/share",
      "data:text/html,x",
    ]) {
      await desktop.page.evaluate((to) => void window.open(to), url);
      await alone();
    }
    await desktop.page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "https://example.com/docs";
      link.target = "_blank";
      link.className = "out";
      link.textContent = "docs";
      link.style.cssText = "position: relative; z-index: 9999; background: white";
      document.body.prepend(link);
    });
    await desktop.page.locator("a.out").click();
    await eventually(opened).toEqual(["https://example.com/opened", "https://example.com/docs"]);
    await desktop.page.locator("a.out").click({ button: "middle" });
    await alone();
    await desktop.page.evaluate(() => document.querySelector("a.out")?.remove());
  });

  it("stays where it is, whatever tries to lead it away (A13)", async () => {
    const before = await address();
    for (const lead of [
      "https://example.com/",
      "http://127.0.0.1:9/",
      "file:///etc/passwd",
      "data:text/html,x",
      "infinite-matrix://open/runs",
    ])
      await desktop.page.evaluate((url) => {
        const link = document.body.appendChild(document.createElement("a"));
        link.href = url;
        link.click();
        link.remove();
      }, lead);
    await desktop.page.evaluate(() => {
      const form = document.body.appendChild(document.createElement("form"));
      form.action = "https://example.com/";
      form.submit();
      form.remove();
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.src = "https://example.com/";
    });
    await desktop.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    expect(await address()).toBe(before);
    expect(
      desktop.page
        .frames()
        .map((frame) => frame.url())
        .filter((url) => url.includes("example.com")),
    ).toEqual([]);
    // What was refused counts as under way to the one who drives the page.
    await desktop.page.reload();
    await engineAnswers();
  });

  it("takes no file or address that is dropped on it (A13)", async () => {
    const before = await address();
    await desktop.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["<script>1</script>"], "page.html", { type: "text/html" }));
      data.setData("text/uri-list", "https://example.com/");
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    expect(await address()).toBe(before);
  });

  it("hands a page its port once, however often it asks", async () => {
    const ports = await desktop.page.evaluate(async () => {
      let count = 0;
      window.addEventListener("message", (event) => {
        if (event.data === "imx-port") count += 1;
      });
      for (let i = 0; i < 5; i += 1) window.postMessage("imx-ready", location.origin);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return count;
    });
    expect(ports).toBe(0);
  });

  it("pauses from its menu, and everywhere it shows", async () => {
    const press = (label: string) =>
      desktop.evaluate(({ Menu }, wanted) => {
        const menu = Menu.getApplicationMenu();
        const item = menu?.items.flatMap(
          (top) =>
            (top.submenu as { items?: { label?: string; click?: () => void }[] })?.items ??
            (top.submenu as { label?: string; click?: () => void }[]) ??
            [],
        );
        item?.find((candidate) => candidate.label === wanted)?.click?.();
      }, label);
    await press("Pause all workflows");
    await desktop.page.getByText("Engine paused").first().waitFor();
    await eventually(() =>
      desktop.evaluate(({ Menu }) => JSON.stringify(Menu.getApplicationMenu()?.items.map((item) => item.submenu))),
    ).toContain("Resume all workflows");
    await press("Resume all workflows");
    await engineAnswers();
  });

  it("follows a link from outside without a reload, and ignores a crafted one (A22)", async () => {
    await desktop.page.evaluate(() => Object.assign(window, { stayed: true }));
    const second = (link: string) => desktop.evaluate(({ app }, arg) => void app.emit("second-instance", {}, ["/app", arg]), link);
    await second("infinite-matrix://open/connections");
    await eventually(address).toBe("/#/connections");
    await second('infinite-matrix://open/run/x" --inspect');
    await second("infinite-matrix://open/runs");
    await eventually(address).toBe("/#/runs");
    expect(await desktop.page.evaluate(() => "stayed" in window)).toBe(true);
  });

  it.runIf(inStandIn)("says once, when its last window closes, that workflows go on; the next start opens a window again", async () => {
    const windows = () => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    const notices = () => desktop.evaluate(({ Notification }) => Notification.shown.map((notice) => notice.title));
    const closeAndReopen = async () => {
      await desktop.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.setBounds({ x: 100, y: 120, width: 1300, height: 700 }),
      );
      await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await eventually(windows).toBe(0);
      await desktop.evaluate(({ app }) => void app.emit("second-instance", {}, ["/app"]));
      await eventually(windows).toBe(1);
    };
    await closeAndReopen();
    await closeAndReopen();
    expect(await notices()).toEqual(["Infinite Matrix keeps running"]);
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual({
      x: 100,
      y: 120,
      width: 1300,
      height: 700,
    });
  });

  it(
    "ends when it is told to, and opens where it was the next time",
    async () => {
      expect(await desktop.quit()).toBe(0);
      await desktop.close();
      const settings = join(userData, "settings.json");
      expect(JSON.parse(readFileSync(settings, "utf8"))).toMatchObject({ window: { width: expect.any(Number) } });
      if (process.platform !== "win32") expect((statSync(settings).mode & 0o777).toString(8)).toBe("600");
      desktop = await launchDesktop({ userData });
      await engineAnswers();
      if (inStandIn)
        expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toMatchObject({
          x: 100,
          width: 1300,
        });
    },
    LAUNCH_MS,
  );
});
