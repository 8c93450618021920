import type { Manifest } from "#kit/connector.ts";

export const manifest: Manifest = {
  id: "mysql",
  name: "MySQL",
  category: "Data & Platform",
  description: "Queries and rows in your own MySQL or MariaDB database, wherever it runs.",
  needs: "Host, database, user and password of a MySQL or MariaDB server.",
  hosts: [],
  docs: "https://dev.mysql.com/doc/refman/en/sql-statements.html",
  facts: { date: "2026-11-27", source: "npm mysql2 3.24.6, MariaDB 10.11 of Debian" },
  verifiedBy: "Tests against a real MariaDB server",
  limits: "200,000 rows at once. Up to 5 connections, given back after 5 seconds without use.",
  pricing: "As your server's provider has it",
  notes:
    "Expressions in a query become values, never SQL. Writing gives the number of rows and the new id: MySQL does not give changed rows back. Exact decimals come as text unless the connection says otherwise; times as text without a zone, as the server keeps them.",
  keywords: ["sql", "mariadb", "database", "planetscale", "rds", "aurora"],
  offline: true,
  rate: { requests: 1_000, per: 1_000, concurrency: 5 },
};
