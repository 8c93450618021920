import { type Connector, defineConnector } from "#kit/connector.ts";
import { info, infoOf } from "./actions/info.ts";
import { deleteKey, findKeys, getValue, increment, setValue } from "./actions/keys.ts";
import { length, pop, publish, push, streamAdd } from "./actions/lists.ts";
import { redisLogin } from "./auth.ts";
import { manifest } from "./manifest.ts";
import { withRedis } from "./session.ts";
import { toText } from "./values.ts";

export const redis: Connector = defineConnector({
  manifest,
  auth: [redisLogin],
  actions: [getValue, setValue, deleteKey, increment, findKeys, push, pop, length, publish, streamAdd, info],
  triggers: [],
  async test(_http, secrets, sessions) {
    const version = await withRedis({ sessions, secrets }, "read", async (command) => {
      await command("PING");
      // Some hosts keep their state to themselves.
      return command("INFO", "server").then(
        (text) => toText(infoOf(toText(text)).redis_version),
        () => "",
      );
    });
    return { label: `${secrets.host ?? ""}:${secrets.port || 6379}${version === "" ? "" : ` (Redis ${version})`}` };
  },
});
