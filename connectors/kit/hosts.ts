/** Host as it is compared: lower case, no trailing dot, IPv6 in brackets. */
export const hostOf = (url: URL): string => url.hostname.toLowerCase().replace(/\.+$/, "");

const portOf = (url: URL): string => url.port || (url.protocol === "https:" ? "443" : "80");

/** `stripe.com`, `*.shop.com` (sub-domains, not the name itself), `host:8080` (that port only). */
export function hostMatches(pattern: string, url: URL): boolean {
  const { host, port } = split(pattern);
  if (port !== undefined && port !== portOf(url)) return false;
  const own = hostOf(url);
  return host.startsWith("*.") ? own.endsWith(host.slice(1)) && own.length > host.length - 1 : own === host;
}

/** A grant without a port covers the web's own two, 80 and 443; any other has to be named. */
export function isGranted(grants: readonly string[], url: URL): boolean {
  const own = hostOf(url);
  const ownPort = portOf(url);
  return grants.some((grant) => {
    const { host, port } = split(grant);
    if (host !== own) return false;
    return port === undefined ? ownPort === "80" || ownPort === "443" : port === ownPort;
  });
}

function split(pattern: string): { host: string; port: string | undefined } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(pattern.trim().toLowerCase());
  if (!match) return { host: pattern.trim().toLowerCase(), port: undefined };
  const bare = (match[1] ?? "").replace(/\.+$/, "");
  return { host: bare.startsWith("*.") ? bare : canonical(bare), port: match[2] };
}

/** `0x7f.1`, `Bücher.de` and `[::0001]` in the form that a URL gives them. */
function canonical(host: string): string {
  return URL.canParse(`http://${host}/`) ? hostOf(new URL(`http://${host}/`)) : host;
}

/** `host` or `host:port`, as it is granted and shown. */
export const hostAndPort = (url: URL): string => (url.port === "" ? hostOf(url) : `${hostOf(url)}:${url.port}`);

/**
 * The host that stands literally in a URL field, as `host` or `host:port`. Undefined where an expression has any part in
 * it: `=http://127.0.0.1:30{{ $json.x }}` names no port yet.
 */
export function literalHost(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  const source = (text.startsWith("=") ? text.slice(1) : text).trim();
  const cut = text.startsWith("=") ? source.indexOf("{{") : -1;
  const literal = cut === -1 ? source : source.slice(0, cut);
  const head = /^https?:\/\/[^/?#\\]+/i.exec(literal);
  // With an expression after it the authority must have ended before: else it may go on with `@elsewhere` or more digits.
  if (!head || (cut !== -1 && head[0].length === literal.length)) return undefined;
  if (!URL.canParse(head[0])) return undefined;
  return hostAndPort(new URL(head[0]));
}
