import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The folder of the app's own settings, the same that Electron calls userData. */
export function userDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  const name = "Infinite Matrix";
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", name);
  if (platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), name);
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), ".config"), name);
}

/** The workspace that opens when none is named: the desktop app, the browser form and `imx` all mean this one. */
export function defaultDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  return workspaceDir(userDataDir(platform, env), "default");
}

export const workspaceDir = (userData: string, id: string): string => join(userData, "workspaces", id);

/** The workspace folder that a command means. */
export const dataDir = (given: string | undefined): string =>
  given === undefined ? defaultDataDir(process.platform, process.env) : resolve(given);
