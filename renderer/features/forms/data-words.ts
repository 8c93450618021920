import type { ExampleItem } from "./form-context.ts";

/** A field that an expression asks for and the item has elsewhere: `$json.body.amount` for `$json.amount`. */
export interface Misplaced {
  name: string;
  /** As it is to be written; undefined where the item has no such field at all. */
  meant: string | undefined;
}

/** A method used on a value that has none of that name. */
export interface WrongKind {
  field: string;
  kind: Kind;
  method: string;
  /** What the method works on; undefined where it is none that is known. */
  worksOn: "text" | "list" | "number" | undefined;
}

type Kind = "text" | "number" | "boolean" | "empty" | "list" | "object";

const METHODS: readonly (readonly ["text" | "list" | "number", unknown])[] = [
  ["text", String.prototype],
  ["list", Array.prototype],
  ["number", Number.prototype],
];

type Path = readonly (string | number)[];
const STEP = /\s*\??(?:\.\s*([A-Za-z_$][\w$]*)|\[\s*(?:(\d+)|"([^"]*)"|'([^']*)')\s*\])/y;
const PART = /\{\{([\s\S]*?)\}\}/g;
const DEEP = 5;

/** The first field that the text asks for and that is not there. Fields that are called stand for methods and are left out. */
export function misplaced(text: string, roots: readonly ExampleItem[]): Misplaced | undefined {
  for (const { root, path } of chains(text, roots)) {
    let value: unknown = root.json;
    for (const part of path) {
      if (value === null || typeof value !== "object") break;
      const next: unknown = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
      if (next === undefined && typeof part === "string" && !Array.isArray(value)) {
        const last = path.at(-1);
        const found = find(root.json, part, []) ?? (typeof last === "string" ? find(root.json, last, []) : undefined);
        return { name: part, meant: found && root.text + written(found) };
      }
      value = next;
    }
  }
  return undefined;
}

/** Which value it is that has no method of this name. */
export function wrongKind(text: string, method: string, roots: readonly ExampleItem[]): WrongKind | undefined {
  for (const { root, path, called } of chains(text, roots)) {
    if (called !== method) continue;
    const value = path.reduce<unknown>(
      (at, part) => (at === null || typeof at !== "object" ? undefined : Reflect.get(at, part)),
      root.json,
    );
    if (value === undefined) continue;
    const worksOn = METHODS.find(([, prototype]) => typeof Reflect.get(Object(prototype), method) === "function")?.[0];
    return { field: String(path.at(-1) ?? root.text), kind: kindOf(value), method, worksOn };
  }
  return undefined;
}

interface Chain {
  root: ExampleItem;
  path: Path;
  called: string | undefined;
}

/** Every `$json.a.b` in the braces of a text; `called` is the method at its end. */
function* chains(text: string, roots: readonly ExampleItem[]): Generator<Chain> {
  for (const [, inside = ""] of text.matchAll(PART)) {
    for (const root of roots) {
      for (let from = inside.indexOf(root.text); from >= 0; from = inside.indexOf(root.text, from + 1)) {
        if (/[\w$]/.test(inside.charAt(from + root.text.length))) continue;
        const path: (string | number)[] = [];
        STEP.lastIndex = from + root.text.length;
        let end = STEP.lastIndex;
        for (let match = STEP.exec(inside); match; match = STEP.exec(inside)) {
          path.push(match[2] === undefined ? (match[1] ?? match[3] ?? match[4] ?? "") : Number(match[2]));
          end = STEP.lastIndex;
        }
        const called = /^\s*(?:\?\.)?\(/.test(inside.slice(end)) ? String(path.pop()) : undefined;
        // What can be asked of any value, a length or a file's size, is no field of the data.
        if (path.at(-1) === "length") path.pop();
        if (path.length > 0) yield { root, path, called };
      }
    }
  }
}

function find(value: unknown, name: string, at: Path): Path | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value) || at.length >= DEEP) return undefined;
  if (Object.hasOwn(value, name)) return [...at, name];
  for (const [key, one] of Object.entries(value)) {
    const found = find(one, name, [...at, key]);
    if (found) return found;
  }
  return undefined;
}

const written = (path: Path): string =>
  path.map((part) => (/^[A-Za-z_$][\w$]*$/.test(String(part)) ? `.${part}` : `[${JSON.stringify(part)}]`)).join("");

function kindOf(value: unknown): Kind {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  return typeof value === "number" || typeof value === "boolean" ? (typeof value as "number" | "boolean") : "object";
}
