import { spawn } from "node:child_process";

/** Opens an address in the system's browser; where there is none the printed address has to do. */
export function openBrowser(url: string): void {
  const [file, args] = opener(url);
  if (file === undefined) return;
  const child = spawn(file, args, { stdio: "ignore", detached: true });
  child.once("error", () => {});
  child.unref();
}

function opener(url: string): [string | undefined, string[]] {
  if (process.platform === "darwin") return ["open", [url]];
  // Not `cmd /c start`: a shell would read & and % in the address.
  if (process.platform === "win32") return ["rundll32", ["url.dll,FileProtocolHandler", url]];
  const hasDisplay = process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  return [hasDisplay ? "xdg-open" : undefined, [url]];
}
