import { type DataItem, type DataPath, isObject, kindOf, type TreeLine, type ValueKind } from "./types.ts";
import type { OpenState } from "./value-lines.ts";
import { valueText } from "./value-text.ts";

/** What a field holds over all items looked at. */
export interface Shape {
  kinds: Set<ValueKind>;
  seen: number;
  example: unknown;
  fields: Map<string, Shape>;
  /** What the entries of a list look like. */
  entries: Shape | undefined;
}

/** Enough to know a list by; more would only cost time. */
const LOOKED_AT = 500;
const ENTRIES_LOOKED_AT = 20;

const newShape = (): Shape => ({ kinds: new Set(), seen: 0, example: undefined, fields: new Map(), entries: undefined });

export function shapeOf(items: readonly DataItem[]): Shape {
  const shape = newShape();
  for (const item of items.slice(0, LOOKED_AT)) look(shape, item.json);
  return shape;
}

function look(shape: Shape, value: unknown): void {
  shape.seen += 1;
  const kind = kindOf(value);
  shape.kinds.add(kind);
  if ((shape.example === undefined || shape.example === null || shape.example === "") && value !== undefined) shape.example = value;
  if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) {
      let field = shape.fields.get(key);
      if (!field) {
        field = newShape();
        shape.fields.set(key, field);
      }
      look(field, one);
    }
  } else if (Array.isArray(value)) {
    shape.entries ??= newShape();
    for (const one of value.slice(0, ENTRIES_LOOKED_AT)) look(shape.entries, one);
  }
}

export interface ShapeWords {
  kind: (kind: ValueKind) => string;
  mixed: string;
  sometimes: string;
}

export function shapeLines(shape: Shape, open: OpenState, words: ShapeWords): TreeLine[] {
  const lines: TreeLine[] = [];
  for (const [key, field] of shape.fields) addShape(lines, "", 0, key, field, shape.seen, [key], open, words);
  return lines;
}

function addShape(
  lines: TreeLine[],
  parent: string,
  depth: number,
  label: string,
  shape: Shape,
  of: number,
  path: DataPath,
  open: OpenState,
  words: ShapeWords,
): void {
  const id = `${parent}/${label}`;
  const kinds = [...shape.kinds].filter((kind) => kind !== "empty");
  const [only = "empty"] = kinds;
  const kind = kinds.length > 1 ? "text" : only;
  const inner = shape.fields.size > 0 ? shape.fields : shape.entries?.fields;
  const innerOf = shape.fields.size > 0 ? shape.seen : (shape.entries?.seen ?? 0);
  const innerPath: DataPath = shape.fields.size > 0 ? path : [...path, 0];
  const expandable = inner !== undefined && inner.size > 0;
  const isOpen = expandable && (open.get(id) ?? depth < 1);
  const name = kinds.length > 1 ? words.mixed : words.kind(only);
  lines.push({
    id,
    depth,
    label,
    kind,
    text: expandable ? "" : valueText(shape.example),
    note: shape.seen < of ? `${name}, ${words.sometimes}` : name,
    expandable,
    open: isOpen,
    path,
    value: shape.example,
  });
  if (isOpen && inner)
    for (const [key, field] of inner) addShape(lines, id, depth + 1, key, field, innerOf, [...innerPath, key], open, words);
}
