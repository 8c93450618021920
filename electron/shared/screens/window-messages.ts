/**
 * What the desktop posts into its own page, as window messages. `event.data` is this text and `event.ports[0]` speaks
 * the contract. Comes once per page load and again after the engine restarted: the last one counts.
 */
export const PORT_MESSAGE = "imx-port";
/** What the page posts to itself once it listens: a port that came earlier is handed out then. */
export const READY_MESSAGE = "imx-ready";
/** `event.data.type` of a native menu item that acts on what the page shows; beside it `command`. */
export const COMMAND_MESSAGE = "imx-command";

/** The page handles the keys of these itself, so that nothing fires twice. */
export const MENU_COMMANDS = ["palette", "new-workflow", "import", "test", "publish", "tidy", "fit", "shortcuts"] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];
export interface CommandMessage {
  type: typeof COMMAND_MESSAGE;
  command: MenuCommand;
}
