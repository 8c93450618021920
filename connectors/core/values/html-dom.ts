import type { Document } from "domhandler";
import { userError } from "#shared/model/failure.ts";

const MOST = 10_000_000;
/** Deeper pages are no work of a person, and what walks them by recursion would break. */
const DEEPEST = 500;

/** Refuses what is too long or too deep before anything walks it. `field` = the form's field it came from. */
export async function checkHtml(html: string, field: string): Promise<void> {
  if (html.length > MOST)
    throw userError(`The HTML is longer than ${MOST / 1_000_000} million characters.`, { field, fix: "Take the part that is needed." });
  const { Parser } = await import("htmlparser2");
  let depth = 0;
  const parser = new Parser({
    onopentagname() {
      if (++depth > DEEPEST)
        throw userError(`The HTML is nested deeper than ${DEEPEST} levels.`, { field, fix: "Check that its elements are closed." });
    },
    onclosetag() {
      depth--;
    },
  });
  parser.end(html);
}

export async function parseHtml(html: string, field: string): Promise<Document> {
  await checkHtml(html, field);
  const { parseDocument } = await import("htmlparser2");
  return parseDocument(html);
}
