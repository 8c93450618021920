import { z } from "zod";
import { base } from "./errors.ts";

/** `https://rosa.example.com`: a server's name and perhaps a port, nothing behind it. */
const ADDRESS = /^https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i;
export const isPublicAddress = (text: string): boolean => text === "" || (text.length <= 300 && ADDRESS.test(text));

const fields = {
  theme: z.enum(["system", "light", "dark", "contrast"]),
  language: z.enum(["system", "en", "es"]),
  /** IANA name; empty = the system's. */
  timezone: z.string(),
  /** Folders that file steps may read and write, with everything below; the workspace's own `files` folder always is one. */
  folders: z.array(z.string().min(1).max(1000)).max(100),
  /** Days that ended runs are kept. */
  retentionDays: z.number().int().min(1).max(3650),
  /** Where the user's own tunnel lets others reach this computer's webhooks; empty = nowhere. */
  publicAddress: z.string().refine(isPublicAddress, "Write the tunnel's address alone, such as https://rosa.example.com."),
};

export const Settings = z.object({
  theme: fields.theme.default("system"),
  language: fields.language.default("system"),
  timezone: fields.timezone.default(""),
  folders: fields.folders.default([]),
  retentionDays: fields.retentionDays.default(90),
  publicAddress: fields.publicAddress.default(""),
});
export type Settings = z.infer<typeof Settings>;

/** What is named changes, nothing else: defaults here would put the rest back to them. */
const SettingsChange = z.object(fields).partial();

export const settings = {
  get: base.route({ method: "GET", path: "/settings", summary: "Settings of this workspace" }).output(Settings),
  set: base.route({ method: "PATCH", path: "/settings", summary: "Change settings" }).input(SettingsChange).output(Settings),
};
