import type { Tokens } from "marked";
import { type StepError, userError } from "#shared/model/failure.ts";
import { escapeXml } from "../files/xml-scan.ts";
import { parseHtml } from "./html-dom.ts";

const MOST = 250_000;
const MOST_HTML = 1_000_000;
/** Marks of emphasis and links in one paragraph cost their square: a bound for all paragraphs together, about two seconds. */
const MOST_WORK = 600_000_000;
/** Quotes and lists that begin in one line. */
const MOST_LEVELS = 100;
/** Elements and texts of a page cost their square on the way to markdown. */
const MOST_NODES = 25_000;

export interface ToHtmlOptions {
  tables: boolean;
  strikethrough: boolean;
  /** Addresses in the text become links. */
  autoLinks: boolean;
  /** Ids of headings: none, by their letters, or with dashes between words. */
  headingIds: "none" | "plain" | "dashes";
  /** Level of a heading with one #. */
  headingStart: number;
  newWindow: boolean;
  lineBreaks: boolean;
  /** A list inside a list needs four spaces before it; with less it goes on in the same one. */
  fourSpaceLists: boolean;
  /** Three dots become one sign. */
  ellipsis: boolean;
  /** A whole document, not only its body. */
  document: boolean;
}

const tooDeep = (): StepError =>
  userError("The markdown is nested too deeply.", { field: "markdown", fix: "Use fewer levels of quotes or lists." });

function check(markdown: string): void {
  if (markdown.length > MOST)
    throw userError(`The markdown is longer than ${MOST.toLocaleString("en")} characters.`, { field: "markdown", fix: "Split it." });
  let work = 0;
  for (const paragraph of markdown.split(/\n[ \t]*\n/)) {
    const marks = paragraph.match(/[*_~[\]`]/g)?.length ?? 0;
    work += marks * marks;
  }
  const level = /[ \t]*(?:[-*+>]|\d{1,9}[.)])/y;
  for (const line of markdown.split("\n")) {
    level.lastIndex = 0;
    let levels = 0;
    while (levels <= MOST_LEVELS && level.test(line)) levels++;
    // A line of nothing but marks is a rule across the page.
    if (levels > MOST_LEVELS && !/^[-*_ \t]+$/.test(line)) throw tooDeep();
  }
  if (work > MOST_WORK)
    throw userError("A paragraph of the markdown has too many marks of emphasis.", {
      field: "markdown",
      fix: "Split it by empty lines, or check where it comes from.",
    });
}

/** List markers with less than four spaces before them, outside of code, move to the left edge. */
function outdented(markdown: string): string {
  let fence: string | undefined;
  return markdown
    .split("\n")
    .map((line) => {
      const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
      if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
      return fence === undefined ? line.replace(/^ {1,3}(?=(?:[-*+]|\d+[.)]) )/, "") : line;
    })
    .join("\n");
}

const plainId = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const dashedId = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replace(/\s+/g, "-")
    .replace(/[^\p{L}\p{N}-]/gu, "");

/** Markdown as HTML. What it holds of HTML stays as it is: clean it where it is not your own. */
export async function markdownToHtml(markdown: string, options: ToHtmlOptions): Promise<string> {
  check(markdown);
  const { Marked } = await import("marked");
  const marked = new Marked({ gfm: true, breaks: options.lineBreaks });
  const seen = new Map<string, number>();
  const headingId = (text: string): string => {
    const id = options.headingIds === "plain" ? plainId(text) : dashedId(text);
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    return count === 0 ? id : `${id}-${count}`;
  };
  const dots = (text: string): string => (options.ellipsis ? text.replace(/\.\.\./g, "…") : text);
  marked.use({
    // A tokenizer that answers nothing leaves its mark in the text.
    tokenizer: {
      ...(options.tables ? {} : { table: () => undefined }),
      ...(options.strikethrough ? {} : { del: () => undefined }),
      ...(options.autoLinks ? {} : { url: () => undefined }),
    },
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const level = Math.min(6, depth + options.headingStart - 1);
        const id = options.headingIds === "none" ? "" : ` id="${escapeXml(headingId(text))}"`;
        return `<h${level}${id}>${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      code({ text, lang }: Tokens.Code) {
        const name = /^\S+/.exec(lang ?? "")?.[0];
        const label = name === undefined ? "" : ` class="${escapeXml(name)} language-${escapeXml(name)}"`;
        return `<pre><code${label}>${escapeXml(text).replace(/&quot;/g, '"')}\n</code></pre>\n`;
      },
      link({ href, title, tokens }: Tokens.Link) {
        const where = options.newWindow ? ' rel="noopener noreferrer" target="_blank"' : "";
        const named = title ? ` title="${escapeXml(title)}"` : "";
        return `<a href="${escapeXml(href)}"${named}${where}>${this.parser.parseInline(tokens)}</a>`;
      },
      text(token: Tokens.Text | Tokens.Escape) {
        if ("tokens" in token && token.tokens) return this.parser.parseInline(token.tokens);
        return dots(
          escapeXml(token.text)
            .replace(/&quot;/g, '"')
            .replace(/&amp;(#?\w+;)/g, "&$1"),
        );
      },
      table({ header, rows }: Tokens.Table) {
        const cells = (list: Tokens.TableCell[], tag: string): string =>
          list
            .map(
              ({ tokens, align }) => `<${tag}${align ? ` style="text-align:${align};"` : ""}>${this.parser.parseInline(tokens)}</${tag}>\n`,
            )
            .join("");
        const body = rows.map((row) => `<tr>\n${cells(row, "td")}</tr>\n`).join("");
        return `<table>\n<thead>\n<tr>\n${cells(header, "th")}</tr>\n</thead>\n<tbody>\n${body}</tbody>\n</table>\n`;
      },
    },
  });
  let html: string;
  try {
    html = (await marked.parse(options.fourSpaceLists ? outdented(markdown) : markdown)).trimEnd();
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.message.startsWith("Maximum call stack"))) throw tooDeep();
    throw error;
  }
  if (!options.document) return html;
  return `<!DOCTYPE HTML>\n<html>\n<head>\n<meta charset="utf-8">\n</head>\n<body>\n${html}\n</body>\n</html>`;
}

export interface ToMarkdownOptions {
  bullet: string;
  fence: string;
  emphasis: string;
  strong: string;
  codeBlocks: "fence" | "indented";
  /** Elements whose contents are left out. */
  ignore: readonly string[];
  blockElements: readonly string[];
  keepDataImages: boolean;
  referenceLinks: boolean;
  maxNewlines: number;
  replace: readonly { from: string; to: string }[];
}

/** Comments, also one that nobody closed. */
function withoutComments(html: string): string {
  const parts: string[] = [];
  for (let at = 0; at < html.length; ) {
    const start = html.indexOf("<!--", at);
    parts.push(html.slice(at, start < 0 ? undefined : start));
    const end = start < 0 ? -1 : html.indexOf("-->", start + 4);
    if (end < 0) break;
    at = end + 3;
  }
  return parts.join("");
}

/** HTML as markdown. */
export async function htmlToMarkdown(html: string, options: ToMarkdownOptions): Promise<string> {
  const source = withoutComments(html);
  if (source.length > MOST_HTML)
    throw userError(`The HTML is longer than ${MOST_HTML / 1_000_000} million characters.`, {
      field: "html",
      fix: "Take the part that is needed.",
    });
  // Written anew with every element closed: what others leave open takes the converter a long time.
  const { DomUtils } = await import("htmlparser2");
  const page = await parseHtml(source, "html");
  if (DomUtils.find(() => true, page.children, true, MOST_NODES + 1).length > MOST_NODES)
    throw userError(`The HTML has more than ${MOST_NODES.toLocaleString("en")} elements and texts.`, {
      field: "html",
      fix: "Take the part that is needed with the HTML step.",
    });
  const closed = DomUtils.getOuterHTML(page, { encodeEntities: "utf8" });
  const { NodeHtmlMarkdown } = await import("node-html-markdown");
  return NodeHtmlMarkdown.translate(closed, {
    bulletMarker: options.bullet,
    codeFence: options.fence,
    emDelimiter: options.emphasis,
    strongDelimiter: options.strong,
    codeBlockStyle: options.codeBlocks === "fence" ? "fenced" : "indented",
    keepDataImages: options.keepDataImages,
    useLinkReferenceDefinitions: options.referenceLinks,
    maxConsecutiveNewlines: options.maxNewlines,
    ...(options.ignore.length > 0 ? { ignore: [...options.ignore] } : {}),
    ...(options.blockElements.length > 0 ? { blockElements: [...options.blockElements] } : {}),
  });
}
