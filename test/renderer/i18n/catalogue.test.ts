import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { en } from "../../../renderer/i18n/en/index.ts";
import { es } from "../../../renderer/i18n/es/index.ts";
import { systemLanguage, withPlurals } from "../../../renderer/i18n/i18n.ts";

type Catalogue = { [key: string]: string | Catalogue };

const flat = (catalogue: Catalogue, path = ""): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] satisfies [string, string]] : flat(value, `${path}${key}.`),
  );

const PLURAL = /_(zero|one|two|few|many|other)$/;
const bare = (key: string): string => key.replace(PLURAL, "");
const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ""))].sort();

describe("the catalogues", () => {
  const english = flat(en);
  const spanish = flat(es);

  it("have the same keys in both languages", () => {
    const keys = (list: [string, string][]) => [...new Set(list.map(([key]) => bare(key)))].sort();
    expect(keys(spanish)).toEqual(keys(english));
  });

  it("say something under each key", () => {
    expect([...english, ...spanish].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("use the same placeholders in both languages", () => {
    // One of several plural forms may do without the number.
    const used = (list: [string, string][]) => {
      const all = new Map<string, Set<string>>();
      for (const [key, text] of list) all.set(bare(key), new Set([...(all.get(bare(key)) ?? []), ...placeholders(text)]));
      return [...all].map(([key, names]) => `${key} ${[...names].sort().join(" ")}`).sort();
    };
    expect(used(spanish)).toEqual(used(english));
  });

  it("have a form for one and a form for the others wherever something is counted", () => {
    const missing = [english, spanish].flatMap((list) => {
      const keys = new Set(list.map(([key]) => key));
      const counted = new Set([...keys].filter((key) => PLURAL.test(key)).map(bare));
      return [...counted].flatMap((key) => ["one", "other"].filter((form) => !keys.has(`${key}_${form}`)).map((form) => `${key}_${form}`));
    });
    expect(missing).toEqual([]);
  });

  it("fill in forms that only whole millions need", () => {
    const spanishRuns = withPlurals({ runs_one: "{{count}} ejecución", runs_other: "{{count}} ejecuciones" }, "es");
    expect(spanishRuns.runs_many).toBe("{{count}} ejecuciones");
    expect(spanishRuns.runs_one).toBe("{{count}} ejecución");
  });

  it("are chosen by the system's languages, English else", () => {
    expect(systemLanguage(["es-MX", "en"])).toBe("es");
    expect(systemLanguage(["fr", "en-GB"])).toBe("en");
    expect(systemLanguage(["de"])).toBe("en");
  });
});

const RENDERER = resolve(import.meta.dirname, "../../../renderer");
/** Attributes and props whose text a person reads or hears. */
const SPOKEN = new Set([
  "aria-label",
  "aria-description",
  "alt",
  "title",
  "label",
  "help",
  "description",
  "error",
  "confirmLabel",
  "detail",
  "content",
]);
const LETTERS = /\p{L}{2,}/u;

interface SyntaxNode {
  type: string;
  [field: string]: unknown;
}
const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node)) {
    if (isNode(value)) yield* walk(value);
    else if (Array.isArray(value)) for (const one of value) if (isNode(one)) yield* walk(one);
  }
}

const literalText = (node: unknown): string => {
  if (!isNode(node)) return "";
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "JSXExpressionContainer") return literalText(node.expression);
  return "";
};

describe("the screens' source", () => {
  const files = readdirSync(RENDERER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx"));

  it("has no text of its own: every word a person reads is in the catalogue", () => {
    expect(files.length).toBeGreaterThan(50);
    const found = files.flatMap((file) => {
      const source = readFileSync(join(RENDERER, file), "utf8");
      const { program, errors } = parseSync(file, source, { lang: "tsx" });
      expect(errors).toEqual([]);
      const texts: string[] = [];
      for (const node of walk(program as unknown as SyntaxNode)) {
        if (node.type === "JSXText" && typeof node.value === "string") texts.push(node.value);
        if (node.type === "JSXExpressionContainer") texts.push(literalText(node.expression));
        if (node.type === "JSXAttribute" && isNode(node.name) && SPOKEN.has(String(node.name.name))) texts.push(literalText(node.value));
      }
      return texts.filter((text) => LETTERS.test(text)).map((text) => `${relative(RENDERER, join(RENDERER, file))}: ${text.trim()}`);
    });
    expect(found).toEqual([]);
  });
});
