import type { z } from "zod";
import type { Action } from "./action.ts";
import type { HttpClient, HttpRequest } from "./http.ts";
import type { Sessions } from "./sessions.ts";
import type { Trigger } from "./trigger.ts";

export const CATEGORIES = [
  "Core",
  "Website Builders",
  "Automation",
  "AI",
  "Analytics",
  "CRM",
  "Payments",
  "Blockchain",
  "Healthcare",
  "Real Estate",
  "AI Governance",
  "Compliance",
  "Predictive Analytics",
  "Voice AI",
  "Commerce & Accounting",
  "Communication",
  "Productivity",
  "Field Service",
  "Data & Platform",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** How a connection proves itself. `fields` are its form; those named in `secret` are sealed and never come back. */
export interface AuthKind {
  id: string;
  title: string;
  help: string;
  fields: z.ZodObject;
  secret: readonly string[];
  /** Adds the proof to a request. Called by the HTTP client for hosts that the connection allows, never for others. */
  apply(request: HttpRequest, secrets: Readonly<Record<string, string>>): HttpRequest;
  /** Hosts that follow from the fields (a sub-domain, the user's own address). */
  hosts?(fields: Readonly<Record<string, string>>): readonly string[];
}

export interface Manifest {
  /** First part of node types: `stripe`. */
  id: string;
  name: string;
  category: Category;
  /** One plain sentence. */
  description: string;
  /** What a person needs to have to connect it. */
  needs: string;
  /** Hosts that its connections may talk to; `*.example.com` covers sub-domains. */
  hosts: readonly string[];
  baseUrl?: string;
  docs: string;
  /** ISO date and where the facts come from. */
  facts: { date: string; source: string };
  verifiedBy: string;
  limits: string;
  pricing: string;
  notes?: string;
  keywords?: readonly string[];
  offline: boolean;
  /** Header that carries an idempotency key, where the service honours one. */
  idempotencyHeader?: string;
  rate?: { requests: number; per: number; concurrency?: number };
}

export interface Connector {
  manifest: Manifest;
  /** Empty = it needs no connection. */
  auth: readonly AuthKind[];
  actions: readonly Action[];
  triggers: readonly Trigger[];
  /** Says who the connection belongs to. */
  test?(http: HttpClient, secrets: Readonly<Record<string, string>>, sessions: Sessions): Promise<{ label: string }>;
}

export const defineConnector = (connector: Connector): Connector => connector;
