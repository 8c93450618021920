import { type StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { UNWRITABLE_XML } from "../files/xml-scan.ts";
import { isRecord } from "./path.ts";

export interface XmlWriteOptions {
  attributeKey: string;
  textKey: string;
  /** The outermost element; with the default, a single field that holds everything is taken instead. */
  rootName: string;
  /** Without the first line that says that it is XML. */
  headless: boolean;
  /** Texts with signs that mean something to XML stand in CDATA sections. */
  cdata: boolean;
}

const DEFAULT_ROOT = "root";
const NAME = /^[\p{L}_:][\p{L}\p{N}_:.\-·]*$/u;
const DEEPEST = 1_000;

const TEXT: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" };
const QUOTED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;" };

const asText = (value: unknown): string =>
  value === null || value === undefined
    ? ""
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value as string | number | boolean);

const badName = (name: string): StepError =>
  userError(`'${name}' can't be the name of an XML element.`, {
    field: "source",
    fix: "Rename that field: letters, digits, - _ and . only, not beginning with a digit.",
  });

/** JSON as XML, indented: `{a: {"$": {x: "1"}, b: [2, 3]}}` → `<a x="1"><b>2</b><b>3</b></a>`. Throws a user error that names a field that XML can't. */
export function jsonToXml(json: JsonObject, options: XmlWriteOptions): string {
  const { attributeKey, textKey, cdata } = options;

  const text = (value: unknown): string => {
    const shown = asText(value).replace(UNWRITABLE_XML, "");
    if (cdata && /[&<>]/.test(shown)) return `<![CDATA[${shown.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
    return shown.replace(/[&<>\r]/g, (sign) => TEXT[sign] ?? sign);
  };

  function element(name: string, value: unknown, depth: number, out: string[], pretty: boolean): void {
    if (!NAME.test(name)) throw badName(name);
    if (depth > DEEPEST) throw userError(`The data is nested deeper than ${DEEPEST} levels.`, { field: "source", fix: "Make it flatter." });
    const indent = pretty ? "  ".repeat(depth) : "";
    const children: [string, unknown][] = [];
    let attributes = "";
    let own = "";
    const take = (fields: JsonObject): void => {
      for (const [key, child] of Object.entries(fields)) {
        if (key === attributeKey && isRecord(child)) {
          for (const [attribute, held] of Object.entries(child)) {
            if (!NAME.test(attribute)) throw badName(attribute);
            attributes += ` ${attribute}="${asText(held)
              .replace(UNWRITABLE_XML, "")
              .replace(/[&<"\t\n\r]/g, (sign) => QUOTED[sign] ?? sign)}"`;
          }
        } else if (key === textKey) own += text(child);
        else for (const one of Array.isArray(child) ? child : [child]) children.push([key, one]);
      }
    };
    if (isRecord(value)) take(value);
    else if (Array.isArray(value)) {
      for (const one of value) {
        if (isRecord(one)) take(one);
        else own += text(one);
      }
    } else own = text(value);
    if (children.length === 0) {
      out.push(own === "" ? `${indent}<${name}${attributes}/>` : `${indent}<${name}${attributes}>${own}</${name}>`);
      return;
    }
    // Beside text every white space would count, so what holds both is written in one line.
    const broken = pretty && own === "";
    const inner: string[] = [];
    for (const [key, child] of children) element(key, child, depth + 1, inner, broken);
    const body = broken ? `\n${inner.join("\n")}\n${indent}` : own + inner.join("");
    out.push(`${indent}<${name}${attributes}>${body}</${name}>`);
  }

  const [only, ...others] = Object.keys(json);
  const unwraps = only !== undefined && others.length === 0 && options.rootName === DEFAULT_ROOT;
  const out: string[] = [];
  element(unwraps ? only : options.rootName || DEFAULT_ROOT, unwraps ? json[only] : json, 0, out, true);
  return (options.headless ? "" : '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n') + out.join("\n");
}
