import { spawn } from "node:child_process";
import { once } from "node:events";
import { CHROMIUM_FLAGS, requireChromium } from "../chromium.ts";
import { type Cdp, connectCdp } from "./cdp.ts";

export interface Browser {
  cdp: Cdp;
  /** For a second client: the test that drives the pages. */
  endpoint: string;
  close(): Promise<void>;
}

/** One headless Chromium for the app's windows, with its profile in the app's own folder. */
export async function launchBrowser(profile: string, hosts: Readonly<Record<string, number>>): Promise<Browser> {
  const rules = Object.entries(hosts).map(([host, port]) => `MAP ${host}:80 127.0.0.1:${port}`);
  const child = spawn(
    requireChromium(),
    [
      "--headless=new",
      "--no-startup-window",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=${rules.join(",")}`,
      ...CHROMIUM_FLAGS,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const exited = once(child, "exit");
  process.once("exit", () => child.kill("SIGKILL"));
  // The browser must not outlive a test that was cut off, or that ends this process.
  process.once("disconnect", () => process.exit(1));
  process.once("SIGTERM", () => process.exit(1));
  const endpoint = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (chunk: string) => {
      text += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(`Chromium ended at its start:\n${text}`)));
  });
  const cdp = await connectCdp(endpoint);
  return {
    cdp,
    endpoint,
    async close() {
      await cdp.send("Browser.close").catch(() => child.kill("SIGKILL"));
      await exited;
    },
  };
}
