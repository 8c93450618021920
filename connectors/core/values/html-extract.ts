import type { Element, AnyNode as Node } from "domhandler";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { parseHtml } from "./html-dom.ts";
import { setOwn } from "./path.ts";

export interface HtmlField {
  key: string;
  selector: string;
  take: "text" | "html" | "attribute" | "value";
  attribute: string;
  /** A list with one entry for each element that fits. */
  list: boolean;
  /** Selectors, with commas between, of what is left out of the text. */
  skip: string;
}
export interface HtmlExtractOptions {
  trim: boolean;
  /** Line breaks go, runs of space become one. */
  clean: boolean;
  /** As it reads, with links and lines; or the bare characters of its texts. */
  text: "read" | "bare";
}

/** The values of a page by CSS selectors. Throws a user error that names the field whose selector can't be read. */
export async function extractHtml(html: string, fields: readonly HtmlField[], options: HtmlExtractOptions): Promise<JsonObject> {
  const { DomUtils } = await import("htmlparser2");
  const { selectAll } = await import("css-select");
  const { convert } = await import("html-to-text");
  const document = await parseHtml(html, "field");

  function inputValue(element: Element): string | undefined {
    if (element.name === "textarea") return DomUtils.textContent(element);
    if (element.name !== "select") return element.attribs.value;
    const options = DomUtils.getElementsByTagName("option", element);
    const chosen = options.find((option) => option.attribs.selected !== undefined) ?? options[0];
    return chosen && (chosen.attribs.value ?? DomUtils.textContent(chosen));
  }

  function taken(elements: readonly Element[], field: HtmlField): string | undefined {
    const [first] = elements;
    switch (field.take) {
      case "attribute":
        return first?.attribs[field.attribute];
      case "value":
        return first && inputValue(first);
      case "html":
        return (first && DomUtils.getInnerHTML(first, { encodeEntities: "utf8" })) || undefined;
      case "text": {
        if (options.text === "bare") return elements.map((element) => DomUtils.textContent(element)).join("") || undefined;
        const selectors = field.skip
          .split(",")
          .map((selector) => selector.trim())
          .filter((selector) => selector !== "")
          .map((selector) => ({ selector, format: "skip" }));
        return first ? convert(DomUtils.getInnerHTML(first, { encodeEntities: "utf8" }), { selectors }) : "";
      }
    }
  }

  function shown(elements: readonly Element[], field: HtmlField): string | undefined {
    const value = taken(elements, field);
    if (value === undefined) return undefined;
    const trimmed = options.trim ? value.trim() : value;
    return options.clean
      ? trimmed
          .trim()
          .replace(/\r\n|\n|\r/g, "")
          .replace(/\s+/g, " ")
      : trimmed;
  }

  const result: JsonObject = {};
  for (const [index, field] of fields.entries()) {
    let elements: Element[];
    try {
      elements = selectAll<Node, Element>(field.selector, document);
    } catch (error) {
      throw userError(
        `'${field.selector}' is no CSS selector that can be read: ${error instanceof Error ? error.message : String(error)}`,
        {
          field: `fields.${index}.selector`,
          fix: "Write it like h1, .price, #total or table tr td.",
        },
      );
    }
    setOwn(result, field.key, field.list ? elements.map((element) => shown([element], field)) : shown(elements, field));
  }
  return result;
}
