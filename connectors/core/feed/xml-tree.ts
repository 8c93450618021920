import { turn } from "#kit/turn.ts";
import { userError } from "#shared/model/failure.ts";

/** An element with what stands in it, in order. */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (XmlElement | string)[];
}

const PIECE = 65_536;
const DEEPEST = 100;

/**
 * Reads XML as it is found in the wild: small faults are passed over. Nothing that the text declares or points to is
 * followed (entities, DTDs), so it grows to no more than it is. Throws where no root element is found or nesting is absurd.
 */
export async function readXmlTree(text: string, signal: AbortSignal): Promise<XmlElement> {
  const { SaxesParser } = await import("saxes");
  const parser = new SaxesParser();
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  const add = (child: XmlElement | string): void => {
    open.at(-1)?.children.push(child);
  };
  parser.on("error", () => {});
  parser.on("opentag", (tag) => {
    const element: XmlElement = {
      name: tag.name,
      attributes: new Map(Object.entries(tag.attributes).map(([name, value]) => [name, String(value)])),
      children: [],
    };
    if (open.length >= DEEPEST)
      throw userError(`The feed is nested more than ${DEEPEST} levels deep.`, {
        field: "url",
        fix: "Check that the address is one of a feed.",
      });
    add(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.on("text", add);
  parser.on("cdata", add);
  for (let at = 0; at < text.length; at += PIECE) {
    parser.write(text.slice(at, at + PIECE));
    if (at > 0) await turn();
    signal.throwIfAborted();
  }
  parser.close();
  if (root === undefined)
    throw userError("The answer is no feed: it holds no XML.", { field: "url", fix: "Check that the address is one of a feed." });
  return root;
}

export const elements = (of: XmlElement | undefined, ...names: string[]): XmlElement[] =>
  (of?.children ?? []).filter((child): child is XmlElement => typeof child !== "string" && names.includes(child.name));

export const element = (of: XmlElement | undefined, ...names: string[]): XmlElement | undefined => elements(of, ...names)[0];

/** The text in an element; of elements inside it, their XML. */
export function innerXml(of: XmlElement): string {
  const onlyText = of.children.every((child) => typeof child === "string");
  return of.children.map((child) => (typeof child === "string" ? (onlyText ? child : escaped(child)) : outerXml(child))).join("");
}

function outerXml(of: XmlElement): string {
  const attributes = [...of.attributes].map(([name, value]) => ` ${name}="${escaped(value).replaceAll('"', "&quot;")}"`).join("");
  return of.children.length === 0 ? `<${of.name}${attributes}/>` : `<${of.name}${attributes}>${innerXml(of)}</${of.name}>`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
