import { useSyncExternalStore } from "react";

/** Every place that a link can lead to. `query` are filters. */
export type Route =
  /** `import` offers to import files. */
  | { screen: "workflows"; import?: true }
  /** `tests` opens the list of its tests; `run` shows that run's data, `step` (a node's id) is chosen. */
  | { screen: "workflow"; id: string; tests?: true; run?: string; step?: string }
  | { screen: "runs"; query?: Readonly<Record<string, string>> }
  | { screen: "run"; id: string }
  | { screen: "catalog" }
  | { screen: "tool"; id: string }
  /** `connect` begins a new connection for that tool. */
  | { screen: "connections"; connect?: string }
  /** Removed workflows. */
  | { screen: "bin" }
  | { screen: "tables" }
  /** `id` is the table's name. */
  | { screen: "table"; id: string }
  | { screen: "settings" };

const SIMPLE = ["workflows", "catalog", "connections", "bin", "tables", "settings"] as const;

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [first = "", second] = path.split("/", 2).map(decode);
  if (first === "workflow" && second) return workflowRoute(second, new URLSearchParams(search));
  if (first === "runs" && second) return { screen: "run", id: second };
  if (first === "runs") {
    const query = Object.fromEntries(new URLSearchParams(search));
    return Object.keys(query).length > 0 ? { screen: "runs", query } : { screen: "runs" };
  }
  if (first === "workflows")
    return new URLSearchParams(search).has("import") ? { screen: "workflows", import: true } : { screen: "workflows" };
  if (first === "connections") {
    const connect = new URLSearchParams(search).get("connect");
    return connect ? { screen: "connections", connect } : { screen: "connections" };
  }
  if (first === "tables" && second) return { screen: "table", id: second };
  if (first === "catalog" && second) return { screen: "tool", id: second };
  const simple = SIMPLE.find((name) => name === first);
  return { screen: simple ?? "workflows" };
}

type WorkflowRoute = Extract<Route, { screen: "workflow" }>;

function workflowRoute(id: string, search: URLSearchParams): WorkflowRoute {
  const run = search.get("run");
  const step = search.get("step");
  return { screen: "workflow", id, ...(search.has("tests") && { tests: true }), ...(run && { run }), ...(step && { step }) };
}

function workflowSearch({ tests, run, step }: WorkflowRoute): string {
  const search = new URLSearchParams({ ...(run && { run }), ...(step && { step }) }).toString();
  const parts = [tests ? "tests" : "", search].filter(Boolean);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** The address of a place: for `href`. */
export function hrefOf(route: Route): string {
  switch (route.screen) {
    case "workflow":
      return `#/workflow/${encodeURIComponent(route.id)}${workflowSearch(route)}`;
    case "run":
      return `#/runs/${encodeURIComponent(route.id)}`;
    case "tool":
      return `#/catalog/${encodeURIComponent(route.id)}`;
    case "table":
      return `#/tables/${encodeURIComponent(route.id)}`;
    case "runs": {
      const search = new URLSearchParams(route.query).toString();
      return search ? `#/runs?${search}` : "#/runs";
    }
    case "connections":
      return route.connect ? `#/connections?connect=${encodeURIComponent(route.connect)}` : "#/connections";
    case "workflows":
      return route.import ? "#/workflows?import" : "#/workflows";
    case "catalog":
    case "bin":
    case "tables":
    case "settings":
      return `#/${route.screen}`;
  }
}

export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const href = hrefOf(route);
  if (window.location.hash === href) return;
  if (options.replace) {
    window.history.replaceState(null, "", href);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else window.location.hash = href;
}

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The hash as a string: stable while the place is the same. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => window.location.hash);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
