import { z } from "zod";
import { Item } from "#shared/model/item.ts";

/** More than this is no longer edited by hand. */
export const EDITABLE = 500;
const One = z.union([Item, z.record(z.string(), z.unknown()).transform((json) => ({ json }))]);
const Items = z.union([z.array(One), One.transform((item) => [item])]);

export type ItemsText = { ok: true; items: Item[] } | { ok: false; message: string };

/** Items as a person writes them: a list or a single one, each as `{ "json": ... }` or as its fields alone. An empty message: it is no JSON. */
export function readItems(text: string): ItemsText {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, message: "" };
  }
  const parsed = Items.safeParse(json);
  if (parsed.success) return { ok: true, items: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, message: issue ? [issue.path.join("."), issue.message].filter(Boolean).join(": ") : "" };
}

/** As `readItems` reads them; what has no files stands as its fields alone. */
export const itemsText = (items: readonly Item[]): string =>
  JSON.stringify(
    items.map(({ json, binary }) => (binary || "json" in json ? { json, ...(binary ? { binary } : {}) } : json)),
    null,
    2,
  );
