import type { ItemList } from "#kit/items.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import type { Evaluation } from "../budget.ts";

/** Bytes that an item in a list counts for: its shell, not the data it shares. */
const SHELL = 64;

/** An item as expressions know it. */
export interface ItemView extends JsonObject {
  json: JsonObject;
  binary?: Item["binary"];
  pairedItem?: unknown;
}

export function itemView(item: Item): ItemView {
  const view: ItemView = { json: item.json };
  if (item.binary) view.binary = item.binary;
  if (item.source !== undefined) view.pairedItem = pairedItem(item.source);
  return view;
}

function pairedItem(source: NonNullable<Item["source"]>): unknown {
  if (typeof source === "number") return { item: source };
  return Array.isArray(source) ? source.map((one) => (typeof one === "number" ? { item: one } : one)) : source;
}

export function allItems(e: Evaluation, items: ItemList): ItemView[] {
  e.burn(items.length * 2);
  e.alloc(items.length * SHELL);
  const views: ItemView[] = [];
  for (const page of items.pages()) for (const item of page) views.push(itemView(item));
  return views;
}

export function itemAt(items: ItemList, index: number): ItemView | undefined {
  const item = items.at(index);
  return item && itemView(item);
}
