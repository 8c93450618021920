import { StepError } from "#shared/model/failure.ts";
import type { AuthKind } from "./connector.ts";
import { hostAndPort, hostMatches } from "./hosts.ts";
import type { HttpRequest } from "./http.ts";
import { createKnownRedactor, createRedactor, type Redactor } from "./redact.ts";

/** A connection's proof, and the rule where it may go. */
export interface Login {
  /** Throws where the connection may not be used with that address at all. */
  refuseElsewhere(url: URL): void;
  /** Adds the proof where the address may have it; elsewhere (a redirect's target) the request stays without. */
  apply(request: HttpRequest, url: URL, local: boolean): HttpRequest;
  redact: Redactor;
}

interface Auth {
  kind: AuthKind;
  secrets: Readonly<Record<string, string>>;
  hosts: readonly string[];
}

/** `anywhere`: nothing leaves the machine, so every address may have the proof. */
export function createLogin(auth: Auth | undefined, baseUrl: string | undefined, anywhere: boolean): Login {
  if (auth === undefined) return { refuseElsewhere: () => {}, apply: (request) => request, redact: createRedactor([]) };
  const redact = createRedactor(secretTexts(auth));
  const base = baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  // "Any host" is a tool's word for having none of its own; a login always needs names.
  const named = auth.hosts.filter((host) => host !== "*");
  const allowed = (url: URL): boolean => anywhere || url.host === base?.host || named.some((pattern) => hostMatches(pattern, url));
  /** In the clear only inside a private network, or where the connection's own base address says http. */
  const safe = (url: URL, local: boolean): boolean =>
    anywhere || url.protocol === "https:" || local || (base?.protocol === "http:" && base.host === url.host);
  return {
    refuseElsewhere(url) {
      if (allowed(url)) return;
      const hosts = [...new Set([...(base === undefined ? [] : [base.host]), ...named])];
      throw new StepError({
        kind: "connection",
        name: "HostNotAllowed",
        field: "url",
        message:
          hosts.length === 0
            ? "This connection has no allowed hosts yet, so it can't be used."
            : `This connection may be used with ${hosts.slice(0, 5).join(", ")} only, not with ${hostAndPort(url)}.`,
        fix: `If ${hostAndPort(url)} should have this login, add it to the connection's allowed hosts.`,
        retryable: false,
        outcome: "none",
      });
    },
    apply(request, url, local) {
      if (!allowed(url)) return request;
      if (!safe(url, local)) {
        throw new StepError({
          kind: "connection",
          name: "HostNotAllowed",
          field: "url",
          message: `The login of this connection would travel to ${hostAndPort(url)} unencrypted.`,
          fix: "Begin the address with https://.",
          retryable: false,
          outcome: "none",
        });
      }
      return auth.kind.apply(request, auth.secrets);
    },
    redact,
  };
}

const secretTexts = (auth: Pick<Auth, "kind" | "secrets">): string[] => [
  ...auth.kind.secret.map((field) => auth.secrets[field] ?? "").filter((value) => value !== ""),
  ...proofs(auth),
];

/** For our own words about a step, such as its log: nothing but what this connection keeps secret is removed. */
export const connectionRedactor = (auth: Pick<Auth, "kind" | "secrets">): Redactor => createKnownRedactor(secretTexts(auth));

/** What the proof looks like on the wire (`Basic dXNlcjpwYXNz`): as secret as what it is made of. */
function proofs(auth: Pick<Auth, "kind" | "secrets">): string[] {
  try {
    const signed = auth.kind.apply({ method: "GET", url: "https://probe.invalid/" }, auth.secrets);
    const headers = Object.values(signed.headers ?? {}).flatMap((value) => [value, value.replace(/^\S+\s+/, "")]);
    return [...headers, ...(signed.query ?? []).map(([, value]) => value)].filter((value) => value.length >= 8);
  } catch {
    // A kind that can't sign an empty request (a missing field): its plain secrets are still known.
    return [];
  }
}
