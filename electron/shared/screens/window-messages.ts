import { z } from "zod";

/**
 * What the desktop posts into its own page, as window messages. `event.data` is this text and `event.ports[0]` speaks
 * the contract. Comes once per page load and again after the engine restarted: the last one counts.
 */
export const PORT_MESSAGE = "imx-port";
/** What the page posts to itself once it listens: a port that came earlier is handed out then. */
export const READY_MESSAGE = "imx-ready";

/** Native menu items that act on what the page shows. The page handles their keys itself, so nothing fires twice. */
export const MenuCommand = z.enum(["palette", "new-workflow", "import", "test", "publish", "tidy", "fit", "shortcuts"]);
export type MenuCommand = z.infer<typeof MenuCommand>;

export const CommandMessage = z.object({ type: z.literal("imx-command"), command: MenuCommand });
export type CommandMessage = z.infer<typeof CommandMessage>;
