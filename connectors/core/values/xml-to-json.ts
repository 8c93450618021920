import type { JsonObject } from "#shared/model/item.ts";
import { scanXml } from "../files/xml-scan.ts";
import { setOwn } from "./path.ts";

export interface XmlReadOptions {
  /** Attributes become fields of their element, beside its children; else they stand under `attributeKey`. */
  mergeAttributes?: boolean;
  ignoreAttributes?: boolean;
  attributeKey?: string;
  /** Where an element's text stands if it has attributes or children too. */
  textKey?: string;
  /** A list for every child; else only where there are several of a name. */
  alwaysLists?: boolean;
  /** The outermost element's name is kept. */
  keepRoot?: boolean;
  trim?: boolean;
  /** Runs of white space become one space. */
  normalize?: boolean;
  lowerCase?: boolean;
  /** The form's field that an error is about. */
  field?: string;
  signal?: AbortSignal;
}

function add(to: JsonObject, key: string, value: unknown, list: boolean): void {
  if (!Object.hasOwn(to, key)) {
    setOwn(to, key, list ? [value] : value);
    return;
  }
  const held: unknown = Reflect.get(to, key);
  if (Array.isArray(held)) held.push(value);
  else setOwn(to, key, [held, value]);
}

/**
 * XML as JSON: `<a x="1"><b>2</b></a>` → `{a: {x: "1", b: "2"}}`. All values are texts; an element without anything is the
 * empty text. Throws a user error with line and column.
 */
export async function xmlToJson(xml: string, options: XmlReadOptions = {}): Promise<JsonObject> {
  const {
    mergeAttributes = true,
    ignoreAttributes = false,
    attributeKey = "$",
    textKey = "_",
    alwaysLists = false,
    keepRoot = true,
  } = options;
  const named = (name: string): string => (options.lowerCase ? name.toLowerCase() : name);
  const open: { name: string; fields: JsonObject; text: string }[] = [];
  let result: JsonObject = {};

  const finished = ({ fields, text }: { fields: JsonObject; text: string }): unknown => {
    const blank = text.trim() === "";
    const shown = options.normalize ? text.replace(/\s{2,}/g, " ").trim() : options.trim ? text.trim() : text;
    if (Object.keys(fields).length === 0) return blank ? text : shown;
    if (!blank) add(fields, textKey, shown, false);
    return fields;
  };

  await scanXml(
    xml,
    {
      open(name, attributes) {
        const fields: JsonObject = {};
        const entries = ignoreAttributes ? [] : Object.entries(attributes);
        if (mergeAttributes) for (const [key, value] of entries) add(fields, key, value, alwaysLists);
        else if (entries.length > 0) setOwn(fields, attributeKey, Object.fromEntries(entries));
        open.push({ name: named(name), fields, text: "" });
      },
      text(text) {
        const now = open.at(-1);
        if (now) now.text += text;
      },
      close() {
        const element = open.pop();
        if (!element) return;
        const value = finished(element);
        const above = open.at(-1);
        if (above) add(above.fields, element.name, value, alwaysLists);
        else if (keepRoot) setOwn(result, element.name, value);
        else result = typeof value === "object" ? (value as JsonObject) : { [textKey]: value };
      },
    },
    { ...(options.field === undefined ? {} : { field: options.field }), ...(options.signal ? { signal: options.signal } : {}) },
  );
  return result;
}
