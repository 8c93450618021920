import { escapeXml } from "../files/xml-scan.ts";
import { checkHtml } from "./html-dom.ts";

// What may stay is listed; everything else goes: OWASP's cheat sheet on cross-site scripting, "HTML sanitization".

const TAGS = new Set(
  (
    "html head body title meta main section article header footer nav aside address div p span a b i u s em strong small sub sup mark del ins q " +
    "blockquote cite abbr time code pre kbd samp var br hr wbr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td " +
    "figure figcaption img picture details summary center font style"
  ).split(" "),
);
/** Nothing of these stays, their contents neither. */
const DROPPED = new Set(
  "script noscript template iframe frame frameset object embed applet svg math textarea select xmp plaintext noembed noframes audio video canvas dialog".split(
    " ",
  ),
);
const VOID = new Set("area base br col hr img input link meta source track wbr".split(" "));
const ATTRIBUTES = new Set(
  (
    "class id title lang dir align valign width height colspan rowspan scope span border cellpadding cellspacing bgcolor color face size alt style " +
    "start type reversed value datetime cite charset name content role aria-label aria-hidden target rel href src"
  ).split(" "),
);
const ADDRESSES = new Set(["href", "src", "cite"]);

/** Where a link may lead. Spaces and control characters, which browsers skip in a scheme, count for nothing. */
function safeAddress(value: string, name: string): boolean {
  const bare = value.replace(/[^\u0021-\uffff]/g, "").toLowerCase();
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(bare)?.[1];
  if (scheme === undefined) return !/^[^/?#]*&?colon/.test(bare);
  if (name === "src" && scheme === "data") return /^data:image\/(?:png|jpe?g|gif|webp);base64,/.test(bare);
  return ["http", "https", "mailto", "tel", "cid"].includes(scheme);
}

/** CSS that could load or run anything is left out as a whole. */
const safeStyle = (css: string): boolean => !/url\s*\(|@import|expression|behaviou?r|-moz-binding|javascript|\\|<|\/\*/i.test(css);

function attributesOf(tag: string, attributes: Readonly<Record<string, string>>): string {
  if (tag === "meta" && attributes["http-equiv"] !== undefined) return "";
  return Object.entries(attributes)
    .filter(([name]) => ATTRIBUTES.has(name))
    .filter(([name, value]) => !ADDRESSES.has(name) || safeAddress(value, name))
    .filter(([name, value]) => name !== "style" || safeStyle(value))
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");
}

/**
 * HTML of strangers as HTML that runs nothing and loads nothing but pictures: no scripts, event handlers, frames, forms,
 * foreign markup or links of other kinds than http, https, mailto and tel. Throws a user error for what is too long or too
 * deep; `field` is the form's field it came from.
 */
export async function cleanHtml(html: string, field = "html"): Promise<string> {
  await checkHtml(html, field);
  const { Parser } = await import("htmlparser2");
  const out: string[] = [];
  const open: string[] = [];
  let dropped = 0;
  let style: string | undefined;
  const parser = new Parser({
    onprocessinginstruction(name) {
      if (name === "!doctype") out.push("<!DOCTYPE html>");
    },
    onopentag(name, attributes) {
      if (DROPPED.has(name)) dropped++;
      if (dropped > 0 || !TAGS.has(name)) return;
      if (name === "style") {
        style = "";
        return;
      }
      out.push(`<${name}${attributesOf(name, attributes)}>`);
      if (!VOID.has(name)) open.push(name);
    },
    ontext(text) {
      if (style !== undefined) style += text;
      else if (dropped === 0) out.push(escapeXml(text).replace(/&quot;/g, '"'));
    },
    onclosetag(name) {
      if (DROPPED.has(name)) {
        dropped--;
        return;
      }
      if (name === "style" && style !== undefined) {
        if (safeStyle(style)) out.push(`<style>${style}</style>`);
        style = undefined;
      } else if (dropped === 0 && open.at(-1) === name) out.push(`</${open.pop()}>`);
    },
  });
  parser.end(html);
  return out.join("");
}
