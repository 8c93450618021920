import { lookup as systemLookup } from "node:dns/promises";
import { isIP } from "node:net";
import { StepError } from "#shared/model/failure.ts";
import { type AddressKind, addressKind, isLocalName, METADATA_NAMES } from "./addresses.ts";
import { hostAndPort, hostOf, isGranted } from "./hosts.ts";

export interface Address {
  address: string;
  family: number;
}
/** All addresses of a name. Rejects with the codes of node:dns. */
export type Lookup = (host: string) => Promise<readonly Address[]>;
export const dnsLookup: Lookup = (host) => systemLookup(host, { all: true, verbatim: true });

export interface GuardOptions {
  /** `host` or `host:port` on private or loopback addresses that may be called. */
  grants: readonly string[];
  /** `strict`: grants do not count, as for addresses that came from outside. */
  guard: "granted" | "strict";
  lookup: Lookup;
}

/** Where a checked request may connect to: nothing but these addresses. */
export interface Checked {
  addresses: readonly Address[];
  /** It reaches a private network by a grant. */
  local: boolean;
}

const refused = (message: string, fix: string): StepError =>
  new StepError({ kind: "user", name: "NetworkGuardError", message, fix, field: "url", retryable: false, outcome: "none" });

/**
 * The address of a request as a URL; what could make two readers see two hosts is refused. `below`: a path belongs under
 * the base address; `resolve`: it is read as a browser reads a link.
 */
export function parseAddress(text: string, base: string | undefined, relativeTo: "below" | "resolve" = "below"): URL {
  const source = text.trim();
  if (source === "" && base === undefined) throw refused("The address is empty.", "Enter an address that begins with https://.");
  const authority = /^[^/?#]*(?::[/\\]{2})?[^/?#]*/.exec(source)?.[0] ?? "";
  if (hasControl(authority) || /^[a-z][a-z0-9+.-]*:[/\\]*\\|^[a-z][a-z0-9+.-]*:\/\/[^/?#]*\\/i.test(source)) {
    throw refused(
      "The address holds a character that no host name may have.",
      "Remove line breaks, tabs and backslashes from the address.",
    );
  }
  const below = base !== undefined && relativeTo === "below";
  const root = below && !base.endsWith("/") ? `${base}/` : base;
  const relative = below && /^\/(?!\/)/.test(source) ? source.slice(1) : source;
  if (!URL.canParse(relative, root)) {
    throw refused(`"${source.slice(0, 200)}" is not a valid address.`, "Write it in full, for example https://api.example.com/v1/jobs.");
  }
  const url = new URL(relative, root);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(`Only http and https addresses can be called, not ${url.protocol}`, "Begin the address with https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(
      "The address carries a user name or password before an @.",
      "Choose a connection for the login and leave it out of the address.",
    );
  }
  return url;
}

function hasControl(text: string): boolean {
  for (const char of text) if (char <= " " || char === "\u007f") return true;
  return false;
}

/**
 * Decides whether a URL may be called and resolves it. Every address of its name must be allowed: a name with one public
 * and one private record is refused, since the connection may use either.
 */
export async function checkAddress(url: URL, options: GuardOptions): Promise<Checked> {
  const host = hostOf(url);
  const bare = host.startsWith("[") ? host.slice(1, -1) : host;
  if (METADATA_NAMES.includes(bare)) throw forbidden(url);
  const granted = options.guard === "granted" && isGranted(options.grants, url);
  if (isIP(bare) !== 0) {
    const local = judge([addressKind(bare)], url, granted, options);
    return { addresses: [{ address: bare, family: isIP(bare) }], local };
  }
  if (isLocalName(bare) && !granted) throw ungranted(url, options);
  const addresses = await options.lookup(bare);
  if (addresses.length === 0) throw Object.assign(new Error(`No address for ${bare}`), { code: "ENOTFOUND" });
  const kinds = addresses.map((entry) => addressKind(entry.address, true));
  return { addresses, local: judge(kinds, url, granted, options) };
}

function judge(kinds: readonly AddressKind[], url: URL, granted: boolean, options: GuardOptions): boolean {
  if (kinds.includes("metadata")) throw forbidden(url);
  const local = kinds.includes("private");
  if (local && !granted) throw ungranted(url, options);
  return local;
}

const forbidden = (url: URL): StepError =>
  refused(`${hostAndPort(url)} gives out a cloud's keys; no step may call it.`, "Use the address of the service itself.");

function ungranted(url: URL, options: GuardOptions): StepError {
  const name = hostAndPort(url);
  return options.guard === "strict"
    ? refused(`${name} is on this computer or its local network, where this address may not lead.`, "Use a public address.")
    : refused(
        `${name} is on this computer or its local network, and this workflow has no permission for it.`,
        `If you trust this workflow, add "${name}" to the allowed local addresses in its settings.`,
      );
}
