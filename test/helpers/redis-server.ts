import { createClient } from "@redis/client";
import { freePort, missing, ownDir, type PrivateServer, program, start, unprivileged } from "./private-server.ts";

export interface RedisServer extends PrivateServer {
  /** Fields of a connection to it. */
  secrets: Record<string, string>;
  command(...args: string[]): Promise<unknown>;
  /** Hands each message of a channel on; the answer ends it. */
  listen(channel: string, heard: (message: string) => void): Promise<() => void>;
}

const PASSWORD = "canary:p@ss/word";

/** A Redis server with nothing in it; undefined where it is not installed. */
export async function redisServer(): Promise<RedisServer | undefined> {
  const daemon = program("redis-server", ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]);
  if (daemon === undefined) return missing("Redis", "redis-server");
  const owner = unprivileged("nobody");
  const dir = ownDir(owner);
  const port = await freePort();
  const settings = { port, bind: "127.0.0.1", requirepass: PASSWORD, dir, save: "", appendonly: "no" };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const open = async () => {
    const client = createClient({ RESP: 2, socket: { host: "127.0.0.1", port, reconnectStrategy: false }, password: PASSWORD });
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  const ready = async () => (await open()).destroy();
  const server = await start(daemon, args, { owner, port, dir, ready });
  return {
    ...server,
    secrets: { host: "127.0.0.1", port: String(port), user: "", password: PASSWORD, database: "0", tls: "off" },
    async command(...args_) {
      const client = await open();
      try {
        return await client.sendCommand(args_);
      } finally {
        client.destroy();
      }
    },
    async listen(channel, heard) {
      const client = await open();
      await client.subscribe(channel, heard);
      return () => client.destroy();
    },
  };
}
