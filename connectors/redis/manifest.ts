import type { Manifest } from "#kit/connector.ts";

export const manifest: Manifest = {
  id: "redis",
  name: "Redis",
  category: "Data & Platform",
  description: "Values, counters, lists and messages in your own Redis or Valkey.",
  needs: "Host, port and password of a Redis or Valkey server.",
  hosts: [],
  docs: "https://redis.io/docs/latest/commands/",
  facts: { date: "2026-11-27", source: "npm @redis/client 6.3.1, Redis of Debian, redis.io commands" },
  verifiedBy: "Tests against a real Redis server",
  limits: "100,000 keys at once. Up to 5 connections, given back after 5 seconds without use. No cluster with several masters.",
  pricing: "As your server's provider has it",
  notes: "Counting, pushing, popping and publishing can't be repeated without harm: where an answer was lost, they are asked about.",
  keywords: ["valkey", "cache", "key value", "counter", "queue", "pub sub", "upstash", "dragonfly"],
  offline: true,
  rate: { requests: 5_000, per: 1_000, concurrency: 5 },
};
