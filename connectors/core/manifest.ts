import type { Manifest } from "#kit/connector.ts";

export const manifest: Manifest = {
  id: "core",
  name: "Core",
  category: "Core",
  description: "The steps that every workflow is made of: triggers, data, conditions, code, HTTP and tables.",
  needs: "Nothing. HTTP steps may use a connection of their own.",
  hosts: ["*"],
  docs: "",
  facts: { date: "2026-11-25", source: "part of the product" },
  verifiedBy: "Unit tests of each step and recorded runs",
  limits: "None beyond this machine's memory and disk.",
  pricing: "Free",
  keywords: ["built in"],
  offline: true,
};
