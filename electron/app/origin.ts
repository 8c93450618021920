/** The one origin that our screens come from. Nothing else is ever loaded. */
export const SCHEME = "imx";
export const ORIGIN = `${SCHEME}://app`;
export const START_URL = `${ORIGIN}/`;

/** Whether an address is a page of our own: compared as parsed parts, never by prefix. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === "app" && url.username === "" && url.password === "";
}
