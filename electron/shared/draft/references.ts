import { isPlainObject } from "./values.ts";

const QUOTED = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\x60(?:[^\x60\\$]|\\.)*\x60`;
const CALL = new RegExp(String.raw`(\$(?:items)?\(\s*)(${QUOTED})(?=\s*[,)])`, "g");
const INDEX = new RegExp(String.raw`(\$node\[\s*)(${QUOTED})(?=\s*\])`, "g");
const DOT = /\$node\.([A-Za-z_$][\w$]*)/g;

const unquote = (text: string): string =>
  text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char === "t" ? "\t" : char));

function quote(name: string, like: string): string {
  const mark = like[0] ?? '"';
  const escaped = name.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`).replaceAll("\n", "\\n");
  return `${mark}${mark === "`" ? escaped.replaceAll("${", "\\${") : escaped}${mark}`;
}

/** Other names for the nodes that a text names in `$('X')`, `$node["X"]`, `$node.X` and `$items("X")`; undefined = as it is. */
export function renameInText(text: string, renamed: (name: string) => string | undefined): string {
  if (!text.includes("$")) return text;
  const swap = (whole: string, head: string, quoted: string): string => {
    const next = renamed(unquote(quoted));
    return next === undefined ? whole : head + quote(next, quoted);
  };
  return text
    .replace(CALL, swap)
    .replace(INDEX, swap)
    .replace(DOT, (whole, name: string) => {
      const next = renamed(name);
      return next === undefined ? whole : `$node[${quote(next, '"')}]`;
    });
}

/**
 * The same in all of a step's params: in expressions (text that begins with `=`), and in the program of a Code step, which
 * names other steps without being one. Returns the very same value where nothing named a renamed step.
 */
export function renameInParams(type: string, params: unknown, renamed: (name: string) => string | undefined): unknown {
  if (typeof params === "string") {
    return params.startsWith("=") || type === "core.code" ? renameInText(params, renamed) : params;
  }
  if (Array.isArray(params)) {
    const next: unknown[] = params.map((entry) => renameInParams(type, entry, renamed));
    return next.some((entry, i) => entry !== params[i]) ? next : params;
  }
  if (!isPlainObject(params)) return params;
  const next = Object.entries(params).map(([key, entry]) => [key, renameInParams(type, entry, renamed)] as const);
  return next.some(([key, entry]) => entry !== params[key]) ? Object.fromEntries(next) : params;
}
