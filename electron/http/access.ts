import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Role } from "#shared/model/role.ts";

/** Who is calling: a person in a browser session, or a program with a key. */
export interface Caller {
  role: Role;
  by: string;
}

const COOKIE = "imx_session";
const SESSION_MS = 30 * 24 * 3_600_000;

const same = (a: string, b: string): boolean => {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Lets in who may come in. The machine's own programs use the token of engine.json; a browser trades its one-time
 * token for a session cookie that scripts can't read and other sites can't send.
 */
export class Access {
  readonly token: string;
  readonly #oneTime = new Set<string>();
  readonly #sessions = new Map<string, number>();

  constructor(token: string) {
    this.token = token;
  }

  newOneTimeToken(): string {
    const token = randomBytes(24).toString("base64url");
    this.#oneTime.add(token);
    return token;
  }

  /** The cookie header for a token used for the first time; undefined for a wrong or used one. */
  redeem(token: string): string | undefined {
    if (!this.#oneTime.delete(token)) return undefined;
    const session = randomBytes(32).toString("base64url");
    this.#sessions.set(session, Date.now() + SESSION_MS);
    return `${COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION_MS / 1000}`;
  }

  caller(request: IncomingMessage): Caller | undefined {
    const header = request.headers.authorization;
    if (header?.startsWith("Bearer ") && same(header.slice(7), this.token)) return { role: "owner", by: "imx" };
    const cookie = request.headers.cookie?.split(";").find((c) => c.trim().startsWith(`${COOKIE}=`));
    const session = cookie?.trim().slice(COOKIE.length + 1);
    const until = session === undefined ? undefined : this.#sessions.get(session);
    return until !== undefined && until > Date.now() ? { role: "owner", by: "owner" } : undefined;
  }
}

const LOCAL = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Only requests made to this machine by its own name: a site that points its name here is refused (DNS rebinding). */
export const isLocalHost = (request: IncomingMessage): boolean => LOCAL.test(request.headers.host ?? "");

/** A browser names the page that asks; only our own may. Programs name none. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  if (origin === undefined)
    return request.headers["sec-fetch-site"] === undefined || ["same-origin", "none"].includes(String(request.headers["sec-fetch-site"]));
  return origin === `http://${request.headers.host ?? ""}`;
}
