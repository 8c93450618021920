import { once } from "node:events";
import { createServer } from "node:net";

/** Webhook addresses hold it, so it is the same at each start where it can be. */
export const LOCAL_PORT = 7470;

/** The wanted port, or 0 (any) where something else listens on it. */
export async function localPort(wanted = LOCAL_PORT): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, "127.0.0.1");
    await once(server, "listening");
    return wanted;
  } catch {
    return 0;
  } finally {
    server.close();
  }
}
