import type { Commands } from "./log-writer.ts";
import { saveSettings } from "./settings.ts";

/** Everything that is written besides the journal. Each is a function over the write connection, inside a transaction. */
export const COMMANDS = {
  "settings.save": saveSettings,
} satisfies Commands;

export type CommandName = keyof typeof COMMANDS;
export type CommandArgs<N extends CommandName> = Parameters<(typeof COMMANDS)[N]>[1];
export type CommandReply<N extends CommandName> = ReturnType<(typeof COMMANDS)[N]>;
