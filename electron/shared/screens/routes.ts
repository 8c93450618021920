/** Addresses of screens that the world outside the page points at: notifications, deep links, menus. A hash never reloads. */
export const screenRoute = {
  workflows: () => "#/workflows",
  workflow: (id: string) => `#/workflow/${encodeURIComponent(id)}`,
  catalog: () => "#/catalog",
  connections: () => "#/connections",
  runs: () => "#/runs",
  run: (id: string) => `#/runs/${encodeURIComponent(id)}`,
  settings: () => "#/settings",
} as const;
