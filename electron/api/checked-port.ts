import type { MessagePort } from "node:worker_threads";
import { z } from "zod";

const Id = z.string().min(1).max(100);
const Headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** What the contract's client sends over a port: a call, a value for a stream of its own, or that it gave up. */
const Message = z.union([
  z.strictObject({ i: Id, t: z.literal(4), p: z.unknown().optional() }),
  z.strictObject({ i: Id, t: z.literal(3), p: z.object({ e: z.string(), d: z.unknown().optional(), m: z.unknown().optional() }) }),
  z.strictObject({
    i: Id,
    t: z.literal(1).optional(),
    p: z.strictObject({
      // Nothing but a path: it is never an address of anywhere.
      u: z
        .string()
        .max(100_000)
        .regex(/^\/[\w./~!$&'()*+,;=:@%?[\]-]*$/),
      b: z.unknown().optional(),
      h: Headers.optional(),
      m: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
    }),
  }),
]);

/** The end of a port as the router's adapter takes it. */
export interface CheckedPort {
  on(event: string, listener: (event?: { data: unknown }) => void): void;
  postMessage(data: unknown): void;
}

/**
 * A window's port whose every message is looked at before the router's adapter sees it, since one that it can't read would
 * end this thread. The first that is no message of the contract's client closes the port.
 */
export function checkedPort(port: MessagePort): CheckedPort {
  return {
    on(event, listener) {
      if (event === "close") port.on("close", () => listener());
      if (event !== "message") return;
      port.on("message", (data: unknown) => {
        const message = read(data);
        if (message === undefined) port.close();
        else listener({ data: message });
      });
    },
    postMessage: (data) => port.postMessage(data),
  };
}

/** Parsed here and handed on as an object: the text is read once. */
function read(data: unknown): z.infer<typeof Message> | undefined {
  if (typeof data !== "string") return undefined;
  try {
    return Message.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}
