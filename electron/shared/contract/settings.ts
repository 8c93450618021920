import { z } from "zod";
import { base } from "./errors.ts";

export const Settings = z.object({
  theme: z.enum(["system", "light", "dark", "contrast"]).default("system"),
  language: z.enum(["system", "en", "es"]).default("system"),
  /** IANA name; empty = the system's. */
  timezone: z.string().default(""),
  /** Folders that file steps may read and write, with everything below; the workspace's own `files` folder always is one. */
  folders: z.array(z.string().min(1).max(1000)).max(100).default([]),
  /** Days that ended runs are kept. */
  retentionDays: z.number().int().min(1).max(3650).default(90),
});
export type Settings = z.infer<typeof Settings>;

export const settings = {
  get: base.route({ method: "GET", path: "/settings", summary: "Settings of this workspace" }).output(Settings),
  set: base.route({ method: "PATCH", path: "/settings", summary: "Change settings" }).input(Settings.partial()).output(Settings),
};
