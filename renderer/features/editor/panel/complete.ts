import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { pathText } from "./upstream.ts";

export interface Known {
  /** Example items by what stands for them: `$json`, `$('New lead').item.json`. */
  roots: readonly { text: string; json: Readonly<Record<string, unknown>> }[];
  /** What each thing is, in the person's language. */
  words: Readonly<Record<"field" | "step" | "now" | "today" | "index" | "vars" | "run" | "workflow" | "all" | "binary" | "helper", string>>;
}

const TEXT = [
  "trim()",
  "toLowerCase()",
  "toUpperCase()",
  "toTitleCase()",
  "replace('', '')",
  "split(',')",
  "includes('')",
  "toNumber()",
  "toDateTime()",
  "extractEmail()",
  "extractDomain()",
  "isEmpty()",
  "length",
];
const NUMBER = ["round(2)", "floor()", "ceil()", "abs()", "format()", "toString()"];
const LIST = [
  "first()",
  "last()",
  "length",
  "map(x => x)",
  "filter(x => x)",
  "join(', ')",
  "sum()",
  "average()",
  "unique()",
  "pluck('')",
  "isEmpty()",
];
const OBJECT = ["keys()", "values()", "hasField('')", "isEmpty()", "toJsonString()"];
const DATE = [
  "plus(1, 'days')",
  "minus(1, 'days')",
  "format('yyyy-MM-dd')",
  "toFormat('d LLLL yyyy')",
  "startOf('month')",
  "diffTo('')",
  "toISO()",
  "setZone('')",
];

/** Offers fields, steps, dates and functions inside `{{ }}`, and the opening of one outside. */
export const completeWith =
  ({ roots, words }: Known): CompletionSource =>
  (context: CompletionContext): CompletionResult | null => {
    const before = context.state.sliceDoc(0, context.pos);
    if (before.lastIndexOf("{{") <= before.lastIndexOf("}}")) return opening(context, roots);
    const inside = before.slice(before.lastIndexOf("{{") + 2);
    const chain = /([$\w'"`()[\].\s-]*?)\.([\w$]*)$/.exec(inside);
    const member = chain ? memberOf(inside, roots) : undefined;
    if (member)
      return {
        from: context.pos - member.typed.length,
        options: member.options.map((one) => ({ ...one, detail: one.detail ?? words.field })),
        validFor: /^[\w$]*$/,
      };
    const word = context.matchBefore(/[$\w]*$/);
    if (!word || (word.from === word.to && !context.explicit && !/(?:^|[{(\s])$/.test(inside))) return null;
    return { from: word.from, options: topLevel(roots, words), validFor: /^[$\w]*$/ };
  };

function opening(context: CompletionContext, roots: Known["roots"]): CompletionResult | null {
  const brace = context.matchBefore(/\{$|\{\{$/);
  if (!brace) return null;
  const [root] = roots;
  const fields = root ? Object.keys(root.json).slice(0, 50) : [];
  return {
    from: brace.from,
    options: [
      { label: "{{ }}", apply: inBraces("{{  }}", 3) },
      ...fields.map((name): Completion => {
        const label = `{{ ${root?.text ?? ""}${pathText([name])} }}`;
        return { label, apply: inBraces(label, label.length) };
      }),
    ],
    filter: false,
  };
}

/** In place of the braces that were typed, and of those that closed them by themselves. */
const inBraces =
  (insert: string, cursor: number): Completion["apply"] =>
  (view, _, from, to) => {
    const closed = /^\}{0,2}/.exec(view.state.sliceDoc(to, to + (to - from)))?.[0].length ?? 0;
    view.dispatch({ changes: { from, to: to + closed, insert }, selection: { anchor: from + cursor }, userEvent: "input.complete" });
  };

function topLevel(roots: Known["roots"], words: Known["words"]): Completion[] {
  const [first] = roots;
  const fields = Object.keys(first?.json ?? {}).map(
    (name): Completion => ({ label: `${first?.text ?? "$json"}${pathText([name])}`, detail: words.field, boost: 2 }),
  );
  const steps = roots.slice(1).map(({ text }): Completion => ({ label: text, detail: words.step, boost: 1 }));
  const others: [string, string][] = [
    ["$json", words.field],
    ["$input.all()", words.all],
    ["$binary", words.binary],
    ["$now", words.now],
    ["$today", words.today],
    ["$itemIndex", words.index],
    ["$vars", words.vars],
    ["$execution.id", words.run],
    ["$workflow.name", words.workflow],
    ["$if(true, '', '')", words.helper],
    ["$ifEmpty('', '')", words.helper],
    ["DateTime.fromISO('')", words.helper],
  ];
  return [...fields, ...steps, ...others.map(([label, detail]): Completion => ({ label, detail }))];
}

/** What follows a dot: the fields of the example there, then the functions of its kind. */
function memberOf(inside: string, roots: Known["roots"]): { typed: string; options: Completion[] } | undefined {
  for (const { text, json } of roots.toSorted((a, b) => b.text.length - a.text.length)) {
    const at = inside.lastIndexOf(text);
    if (at < 0) continue;
    const rest = /^((?:\.[A-Za-z_$][\w$]*|\[\d+\]|\["[^"]*"\])*)\.([\w$]*)$/.exec(inside.slice(at + text.length));
    if (!rest) continue;
    const value = walk(json, rest[1] ?? "");
    return { typed: rest[2] ?? "", options: optionsOf(value) };
  }
  const date = /\$(?:now|today)(?:\.\w+\([^()]*\))*\.([\w$]*)$/.exec(inside);
  return date ? { typed: date[1] ?? "", options: functions(DATE) } : undefined;
}

function walk(json: unknown, path: string): unknown {
  let value = json;
  for (const [, name, index, key] of path.matchAll(/\.([A-Za-z_$][\w$]*)|\[(\d+)\]|\["([^"]*)"\]/g)) {
    const part = name ?? index ?? key ?? "";
    value = typeof value === "object" && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
  }
  return value;
}

function optionsOf(value: unknown): Completion[] {
  if (Array.isArray(value)) return functions(LIST);
  if (typeof value === "string") return functions(TEXT);
  if (typeof value === "number") return functions(NUMBER);
  if (typeof value !== "object" || value === null) return functions([...TEXT, ...LIST]);
  const fields = Object.keys(value)
    .filter((name) => /^[A-Za-z_$][\w$]*$/.test(name))
    .map((label): Completion => ({ label, boost: 2 }));
  return [...fields, ...functions(OBJECT)];
}

const functions = (list: readonly string[]): Completion[] =>
  list.map((label) => ({ label, type: "function", detail: "ƒ", apply: beforeBrackets }));

/** Brackets that stand there already are not written again. */
const beforeBrackets: Completion["apply"] = (view, { label }, from, to) => {
  const insert = view.state.sliceDoc(to, to + 1) === "(" ? label.replace(/\(.*$/, "") : label;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete" });
};
