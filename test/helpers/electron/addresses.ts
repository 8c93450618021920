/** Chromium knows no scheme of ours, so `imx://app/` is served as `http://app.imx.localhost/`: an own, secure origin. */
const hostOf = (scheme: string, host: string): string => `${host}.${scheme}.localhost`;

export function toBrowser(address: string, schemes: Iterable<string>): string {
  for (const scheme of schemes) {
    const rest = address.startsWith(`${scheme}://`) ? address.slice(scheme.length + 3) : undefined;
    if (rest === undefined) continue;
    const [, host = "", path = ""] = /^([^/?#]*)(.*)$/s.exec(rest) ?? [];
    return `http://${hostOf(scheme, host)}${path}`;
  }
  return address;
}

export function fromBrowser(address: string, schemes: Iterable<string>): string {
  if (address.startsWith("blob:")) return `blob:${fromBrowser(address.slice("blob:".length), schemes)}`;
  for (const scheme of schemes) {
    const [, host, rest] = new RegExp(`^http://([^/?#.]+)\\.${scheme}\\.localhost(?=[/?#]|$)(.*)$`, "s").exec(address) ?? [];
    if (host !== undefined) return `${scheme}://${host}${rest ?? ""}`;
  }
  return address;
}
