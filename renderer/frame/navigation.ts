import { Blocks, History, KeyRound, type LucideIcon, Settings, Table2, Workflow } from "lucide-react";
import type { Route } from "../bridge/index.ts";

export interface Place {
  id: "workflows" | "catalog" | "connections" | "tables" | "runs" | "settings";
  icon: LucideIcon;
  /** Second key after `g`. */
  key: string;
  /** Screens that belong to it. */
  screens: readonly Route["screen"][];
}

export const PLACES: readonly Place[] = [
  { id: "workflows", icon: Workflow, key: "w", screens: ["workflows", "workflow", "bin"] },
  { id: "catalog", icon: Blocks, key: "c", screens: ["catalog", "tool"] },
  { id: "connections", icon: KeyRound, key: "n", screens: ["connections"] },
  { id: "tables", icon: Table2, key: "t", screens: ["tables", "table"] },
  { id: "runs", icon: History, key: "r", screens: ["runs", "run"] },
  { id: "settings", icon: Settings, key: "s", screens: ["settings"] },
];
