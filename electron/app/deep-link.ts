import { screenRoute } from "#shared/screens/routes.ts";

export const DEEP_LINK_SCHEME = "infinite-matrix";
const LONGEST = 300;
/** `infinite-matrix://open/<screen>` or `.../<screen>/<id>`; ids as we make them. No query, no escapes, no quotes. */
const LINK = /^infinite-matrix:\/\/open\/([a-z]+)(?:\/([A-Za-z0-9_-]{1,100}))?\/?$/;

const SCREENS: ReadonlyMap<string, string> = new Map(
  (["workflows", "catalog", "connections", "runs", "settings"] as const).map((screen) => [screen, screenRoute[screen]()]),
);
const THINGS: ReadonlyMap<string, (id: string) => string> = new Map([
  ["run", screenRoute.run],
  ["workflow", screenRoute.workflow],
]);

/** The route that a link from outside leads to, or undefined: a link shows a screen and can do nothing else. */
export function parseDeepLink(link: string): string | undefined {
  if (link.length > LONGEST) return undefined;
  const [, screen = "", id] = LINK.exec(link) ?? [];
  return id === undefined ? SCREENS.get(screen) : THINGS.get(screen)?.(id);
}

/** The link among the arguments of a start; two of them are nobody's click. */
export function deepLinkIn(args: readonly string[]): string | undefined {
  const links = args.filter((arg) => arg.toLowerCase().startsWith(`${DEEP_LINK_SCHEME}:`));
  const [link] = links;
  return links.length === 1 && link !== undefined ? parseDeepLink(link) : undefined;
}
