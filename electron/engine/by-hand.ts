import type { Item } from "#shared/model/item.ts";
import type { Plan, PlanNode } from "./plan.ts";
import { NO_SCOPE } from "./triggers/no-scope.ts";

const isByHand = ({ node, trigger }: PlanNode): boolean => !node.disabled && (trigger?.kind === "manual" || trigger?.kind === "schedule");

/** Where a person sets a published workflow off: at the trigger named, else its start by hand, else its first schedule. */
export function byHand(plan: Plan, name?: string): PlanNode | undefined {
  const found = plan.nodes.filter(isByHand);
  if (name !== undefined) return found.find(({ node }) => node.id === name || node.name === name);
  return found.find(({ trigger }) => trigger?.kind === "manual") ?? found[0];
}

/** What that trigger gives out now: a schedule's own items for this moment, for a start by hand one empty item. */
export function itemsByHand({ trigger, params }: PlanNode, now: number, zone: string): readonly Item[] {
  return trigger?.kind === "schedule" ? trigger.items(now, params.resolve(NO_SCOPE), zone) : [{ json: {} }];
}
