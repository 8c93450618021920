import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { expandReplacement, userPattern } from "../conditions/regex.ts";
import { cleanHtml } from "../values/html-clean.ts";
import { htmlToMarkdown, markdownToHtml } from "../values/markdown.ts";
import { fieldNames, setPath } from "../values/path.ts";

const toHtml = { operation: ["to_html"] };
const toMarkdown = { operation: ["to_markdown"] };

const Input = z.object({
  operation: field(z.enum(["to_html", "to_markdown"]).default("to_html"), {
    title: "What to do",
    labels: ["Markdown to HTML", "HTML to markdown"],
    widget: "select",
    expression: "no",
  }),
  markdown: field(z.string().default(""), {
    title: "Markdown",
    placeholder: "# Hello {{ $json.name }}",
    widget: "multiline",
    showIf: toHtml,
  }),
  html: field(z.string().default(""), { title: "HTML", widget: "multiline", showIf: toMarkdown }),
  into: field(z.string().min(1).default("data"), { title: "Field for the result" }),
  safe: field(z.boolean().default(true), {
    title: "Take out what could run",
    help: "Scripts, forms, frames and links to anything but pages, mail and telephone.",
    widget: "switch",
    showIf: toHtml,
  }),
  tables: field(z.boolean().default(true), { title: "Tables", widget: "switch", showIf: toHtml, advanced: true }),
  strikethrough: field(z.boolean().default(true), { title: "Struck out text", widget: "switch", showIf: toHtml, advanced: true }),
  autoLinks: field(z.boolean().default(true), { title: "Addresses become links", widget: "switch", showIf: toHtml, advanced: true }),
  headingIds: field(z.enum(["none", "plain", "dashes"]).default("none"), {
    title: "Ids of headings",
    labels: ["None", "Their letters", "Their words with dashes"],
    widget: "select",
    showIf: toHtml,
    advanced: true,
  }),
  headingStart: field(z.number().int().min(1).max(6).default(1), {
    title: "Level of the largest heading",
    widget: "number",
    showIf: toHtml,
    advanced: true,
  }),
  newWindow: field(z.boolean().default(false), { title: "Links open a new window", widget: "switch", showIf: toHtml, advanced: true }),
  lineBreaks: field(z.boolean().default(false), { title: "Line breaks stay", widget: "switch", showIf: toHtml, advanced: true }),
  fourSpaceLists: field(z.boolean().default(false), {
    title: "Lists in lists need four spaces",
    widget: "switch",
    showIf: toHtml,
    advanced: true,
  }),
  ellipsis: field(z.boolean().default(false), { title: "... becomes …", widget: "switch", showIf: toHtml, advanced: true }),
  document: field(z.boolean().default(false), { title: "A whole document", widget: "switch", showIf: toHtml, advanced: true }),
  bullet: field(z.string().min(1).max(3).default("-"), { title: "Mark of lists", showIf: toMarkdown, advanced: true }),
  fence: field(z.string().min(1).max(10).default("```"), { title: "Mark of code blocks", showIf: toMarkdown, advanced: true }),
  codeBlocks: field(z.enum(["fence", "indented"]).default("fence"), {
    title: "Code blocks",
    labels: ["Between marks", "Indented"],
    widget: "select",
    showIf: toMarkdown,
    advanced: true,
  }),
  emphasis: field(z.string().min(1).max(3).default("_"), { title: "Mark of emphasis", showIf: toMarkdown, advanced: true }),
  strong: field(z.string().min(1).max(4).default("**"), { title: "Mark of strong text", showIf: toMarkdown, advanced: true }),
  ignore: field(z.union([z.string(), z.array(z.string())]).default(""), {
    title: "Elements to leave out",
    placeholder: "nav, footer",
    showIf: toMarkdown,
    advanced: true,
  }),
  blockElements: field(z.union([z.string(), z.array(z.string())]).default(""), {
    title: "Elements that begin a new paragraph",
    showIf: toMarkdown,
    advanced: true,
  }),
  keepDataImages: field(z.boolean().default(false), {
    title: "Keep pictures that stand in the page",
    widget: "switch",
    showIf: toMarkdown,
    advanced: true,
  }),
  referenceLinks: field(z.boolean().default(false), { title: "Links at the end", widget: "switch", showIf: toMarkdown, advanced: true }),
  maxNewlines: field(z.number().int().min(1).max(20).default(3), {
    title: "Most line breaks in a row",
    widget: "number",
    showIf: toMarkdown,
    advanced: true,
  }),
  replace: field(z.array(z.object({ from: z.string(), to: z.string().default("") })).default([]), {
    title: "Replace",
    help: 'Patterns, like {"from": "Draft \\\\d+", "to": "Draft"}.',
    widget: "json",
    showIf: toMarkdown,
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

async function html(input: Input): Promise<string> {
  const made = await markdownToHtml(input.markdown, input);
  return input.safe ? await cleanHtml(made, "markdown") : made;
}

async function markdown(input: Input): Promise<string> {
  let text = await htmlToMarkdown(input.html, {
    ...input,
    ignore: fieldNames(input.ignore),
    blockElements: fieldNames(input.blockElements),
  });
  for (const [index, { from, to }] of input.replace.entries()) {
    if (from === "") throw userError("A pattern is empty.", { field: `replace.${index}.from`, fix: "Write what is to be replaced." });
    text = expandReplacement(userPattern(from, false), text, to);
  }
  return text;
}

export const markdownAction = defineAction<Input>({
  id: "markdown",
  title: "Markdown",
  description: "Turns markdown into HTML, and HTML into markdown.",
  example: "An AI's answer in markdown becomes the HTML of an e-mail.",
  keywords: ["html", "convert", "text", "email", "format", "ai"],
  icon: "heading",
  mode: "item",
  input: Input,
  sample: [{ data: "<h1>Hello Ann</h1>" }],
  effect: "none",
  idempotent: "naturally",
  async run({ input, item }) {
    const json: JsonObject = { ...item.json };
    setPath(json, input.into, input.operation === "to_html" ? await html(input) : await markdown(input));
    return { items: [{ json, ...(item.binary ? { binary: item.binary } : {}) }] };
  },
});
