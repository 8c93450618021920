import { pace, turn } from "#kit/turn.ts";
import { type StepError, userError } from "#shared/model/failure.ts";

export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  /** Text between tags, or of a CDATA section. */
  text?(text: string): void;
}

/** Signs at a stretch: others get a turn in between. */
const SLICE = 131_072;
const DEEPEST = 1_000;

const fault = (message: string, fix: string, field: string): StepError => userError(message, { field, fix });

/**
 * Reads XML event by event. No document type, so no entities but the five of XML itself: what could expand or fetch is
 * refused. Throws a user error with line and column; `field` is the form's field it is about.
 */
export async function scanXml(source: string, on: XmlHandlers, options: { field?: string; signal?: AbortSignal } = {}): Promise<void> {
  const { SaxesParser } = await import("saxes");
  const { field = "file", signal } = options;
  const parser = new SaxesParser({ xmlns: false, position: true });
  const place = (): string => `line ${parser.line}, column ${parser.column}`;
  let depth = 0;
  parser.on("error", (error) => {
    const reason = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    throw fault(`The XML is not well formed at ${place()}: ${reason}.`, "Correct it there.", field);
  });
  parser.on("doctype", () => {
    throw fault(
      `The XML declares a document type at ${place()}, which is refused: it may define entities that grow without end or read other files.`,
      "Take the DOCTYPE out of the document.",
      field,
    );
  });
  parser.on("opentag", (tag) => {
    depth++;
    if (depth > DEEPEST) throw fault(`The XML is nested deeper than ${DEEPEST} levels at ${place()}.`, "Make it flatter.", field);
    on.open?.(tag.name, tag.attributes);
  });
  parser.on("closetag", (tag) => {
    depth--;
    on.close?.(tag.name);
  });
  parser.on("text", (text) => on.text?.(text));
  parser.on("cdata", (text) => on.text?.(text));
  const text = source.startsWith("\ufeff") ? source.slice(1) : source;
  for (let at = 0; at < text.length; at += SLICE) {
    signal?.throwIfAborted();
    parser.write(text.slice(at, at + SLICE));
    if (at + SLICE < text.length) await turn();
  }
  parser.close();
}

/** Pieces as one text; others get a turn while a long one is put together. */
export async function joined(pieces: Iterable<string>): Promise<string> {
  const parts: string[] = [];
  const paced = pace();
  let now: string[] = [];
  for (const piece of pieces) {
    now.push(piece);
    const waited = paced();
    if (!waited) continue;
    parts.push(now.join(""));
    now = [];
    await waited;
  }
  return parts.join("") + now.join("");
}

/** `x:row` and `row` are the same to those who know their format. */
export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Signs that XML 1.0 has no way to write. */
export const UNWRITABLE_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export const escapeXml = (text: string): string =>
  text.replace(UNWRITABLE_XML, "").replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;");
