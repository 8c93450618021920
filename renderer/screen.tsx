import type { Route } from "./bridge/index.ts";

/** The screen for a place. */
export function Screen({ route }: { route: Route }) {
  return <p>{route.screen}</p>;
}
