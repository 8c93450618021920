import { type DataFile, type DataItem, type DataPath, isObject, kindOf, type TreeLine } from "./types.ts";
import { valueText } from "./value-text.ts";

export interface LineWords {
  item: (number: number) => string;
  entries: (count: number) => string;
  fields: (count: number) => string;
  file: (file: DataFile) => string;
}

/** What a person opened (`true`) and closed (`false`); all else follows the default. */
export type OpenState = ReadonlyMap<string, boolean>;

/** Long texts fold open into lines of this many characters. */
const TEXT_LINE = 120;
/** Lists this short start with their items open. */
const OPEN_ITEMS = 20;

export function itemLines(items: readonly DataItem[], offset: number, open: OpenState, words: LineWords): TreeLine[] {
  const lines: TreeLine[] = [];
  const openByDefault = items.length <= OPEN_ITEMS;
  items.forEach((item, index) => {
    const id = String(index);
    const isOpen = open.get(id) ?? (openByDefault || index === 0);
    lines.push({
      id,
      depth: 0,
      label: words.item(offset + index + 1),
      kind: "item",
      text: isOpen ? "" : valueText(item.json),
      note: isOpen ? words.fields(Object.keys(item.json).length) : undefined,
      expandable: true,
      open: isOpen,
      value: item.json,
    });
    if (!isOpen) return;
    for (const [key, value] of Object.entries(item.json)) addLines(lines, id, 1, key, value, [key], open, words);
    for (const [key, file] of Object.entries(item.binary ?? {}))
      lines.push({
        id: `${id}/⧉${key}`,
        depth: 1,
        label: key,
        kind: "file",
        text: words.file(file),
        expandable: false,
        open: false,
        value: file,
      });
  });
  return lines;
}

function addLines(
  lines: TreeLine[],
  parent: string,
  depth: number,
  label: string,
  value: unknown,
  path: DataPath,
  open: OpenState,
  words: LineWords,
): void {
  const id = `${parent}/${label}`;
  const kind = kindOf(value);
  const children = kind === "list" || kind === "object" ? Object.keys(Object(value)).length : 0;
  const long = typeof value === "string" && (value.length > TEXT_LINE || value.includes("\n"));
  const expandable = children > 0 || long;
  const isOpen = expandable && (open.get(id) ?? false);
  lines.push({
    id,
    depth,
    label,
    kind,
    text: isOpen ? "" : valueText(value),
    note: children === 0 ? undefined : kind === "list" ? words.entries(children) : words.fields(children),
    expandable,
    open: isOpen,
    path,
    value,
  });
  if (!isOpen) return;
  if (typeof value === "string") {
    for (const [index, part] of textParts(value).entries())
      lines.push({ id: `${id}#${index}`, depth: depth + 1, label: "", kind: "text", text: part, expandable: false, open: false, value });
  } else if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) addLines(lines, id, depth + 1, String(index), one, [...path, index], open, words);
  } else if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) addLines(lines, id, depth + 1, key, one, [...path, key], open, words);
  }
}

function textParts(text: string): string[] {
  const parts: string[] = [];
  for (const line of text.split("\n")) {
    if (line === "") parts.push("");
    for (let at = 0; at < line.length; at += TEXT_LINE) parts.push(line.slice(at, at + TEXT_LINE));
  }
  return parts;
}
