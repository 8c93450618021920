import { type Connector, defineConnector } from "#kit/connector.ts";
import { send } from "./actions/send.ts";
import { smtpLogin } from "./auth.ts";
import { manifest } from "./manifest.ts";
import { placeOf, sessionKind } from "./session.ts";

export const smtpImap: Connector = defineConnector({
  manifest,
  auth: [smtpLogin],
  actions: [send],
  triggers: [],
  async test(_http, secrets, sessions) {
    const place = placeOf(secrets);
    // Whoever gets here was let in.
    await sessions.use(place, sessionKind(secrets), undefined, () => Promise.resolve());
    return { label: secrets.user ? `${secrets.user} at ${place.host}` : place.host };
  },
});
