import type { Manifest } from "#kit/connector.ts";

export const manifest: Manifest = {
  id: "sqlite",
  name: "SQLite file",
  category: "Data & Platform",
  description: "Queries and rows in a SQLite database file on this computer.",
  needs: "A file in a folder that this workflow may use; it is made when it is first written to.",
  hosts: [],
  docs: "https://www.sqlite.org/lang.html",
  facts: { date: "2026-11-27", source: "npm better-sqlite3 13.2.0, sqlite.org" },
  verifiedBy: "Tests against real database files",
  limits: "200,000 rows at once. Waits 5 seconds for another program's lock.",
  pricing: "Free",
  notes:
    "Expressions in a query become values, never SQL. ATTACH, DETACH, VACUUM and PRAGMA are refused: they would reach other files. Whole numbers beyond 15 digits come as text, bytes as base64.",
  keywords: ["sql", "database", "file", "local", "db"],
  offline: true,
};
