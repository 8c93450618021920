import type { Manifest } from "#kit/connector.ts";

export const manifest: Manifest = {
  id: "postgres",
  name: "Postgres",
  category: "Data & Platform",
  description: "Queries and rows in your own PostgreSQL database, wherever it runs.",
  needs: "Host, database, user and password of a PostgreSQL server (also Neon, Supabase, Amazon RDS and the like).",
  hosts: [],
  docs: "https://www.postgresql.org/docs/current/sql.html",
  facts: { date: "2026-11-27", source: "npm pg 8.23.1, PostgreSQL 15 of Debian" },
  verifiedBy: "Tests against a real PostgreSQL server",
  limits: "200,000 rows at once. Up to 5 connections, given back after 5 seconds without use.",
  pricing: "As your server's provider has it",
  notes:
    "Expressions in a query become values, never SQL. Large numbers (bigint, numeric) come as text unless the connection says otherwise; times with a zone as ISO text in UTC.",
  keywords: ["sql", "postgresql", "database", "neon", "rds", "supabase", "timescale", "cockroach"],
  offline: true,
  rate: { requests: 1_000, per: 1_000, concurrency: 5 },
};
