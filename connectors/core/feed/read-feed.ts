import { z } from "zod";
import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { setOwn } from "../values/path.ts";
import { snippetOf } from "./snippet.ts";
import { element, elements, innerXml, readXmlTree, type XmlElement } from "./xml-tree.ts";

const NO_FEED = { field: "url", fix: "Check that the address is one of an RSS, Atom or JSON feed, not of a web page." };

/** Elements that an entry keeps under this name; later ones replace earlier ones. */
const COPIED: readonly (readonly [from: string, to: string])[] = [
  ["author", "creator"],
  ["dc:creator", "creator"],
  ["dc:date", "date"],
  ["dc:language", "language"],
  ["dc:rights", "rights"],
  ["dc:source", "source"],
  ["dc:title", "title"],
  ["title", "title"],
  ["link", "link"],
  ["pubDate", "pubDate"],
  ["author", "author"],
  ["summary", "summary"],
  ["content:encoded", "content:encoded"],
  ["dc:creator", "dc:creator"],
  ["dc:date", "dc:date"],
  ["comments", "comments"],
];
const ITUNES = ["author", "subtitle", "summary", "explicit", "duration", "episode", "season", "episodeType", "title"];

const wordsOf = (of: XmlElement | undefined): string | undefined => (of === undefined ? undefined : innerXml(of).trim());

function put(entry: JsonObject, name: string, value: string | undefined): void {
  if (value !== undefined) setOwn(entry, name, value);
}

function content(entry: JsonObject, html: string | undefined): void {
  if (html === undefined) return;
  entry.content = html;
  entry.contentSnippet = snippetOf(html);
}

function isoDate(entry: JsonObject): void {
  const date = entry.pubDate ?? entry.date ?? entry["dc:date"];
  const time = typeof date === "string" ? Date.parse(date.trim()) : Number.NaN;
  if (!Number.isNaN(time)) entry.isoDate = new Date(time).toISOString();
}

/** What RSS and Atom entries have in common, and what the user named besides. */
function common(of: XmlElement, names: readonly string[]): JsonObject {
  const entry: JsonObject = {};
  for (const [from, to] of COPIED) put(entry, to, wordsOf(element(of, from)));
  const encoded = entry["content:encoded"];
  if (typeof encoded === "string") entry["content:encodedSnippet"] = snippetOf(encoded);
  for (const name of names) put(entry, name, wordsOf(element(of, name)));
  const itunes = ITUNES.flatMap((name) => {
    const words = wordsOf(element(of, `itunes:${name}`));
    return words === undefined ? [] : [[name, words] as const];
  });
  const image = element(of, "itunes:image")?.attributes.get("href");
  if (itunes.length > 0 || image !== undefined) entry.itunes = { ...Object.fromEntries(itunes), ...(image === undefined ? {} : { image }) };
  return entry;
}

function rssEntry(of: XmlElement, names: readonly string[]): JsonObject {
  const entry = common(of, names);
  const enclosure = element(of, "enclosure");
  if (enclosure) entry.enclosure = Object.fromEntries(enclosure.attributes);
  content(entry, wordsOf(element(of, "description")));
  put(entry, "guid", wordsOf(element(of, "guid")));
  put(entry, "rdf:about", of.attributes.get("rdf:about"));
  const categories = elements(of, "category").flatMap((one) => wordsOf(one) ?? []);
  if (categories.length > 0) entry.categories = categories;
  isoDate(entry);
  return entry;
}

function atomEntry(of: XmlElement, names: readonly string[]): JsonObject {
  const { link: _link, ...entry } = common(of, names);
  const links = elements(of, "link");
  const link = links.find((one) => (one.attributes.get("rel") ?? "alternate") === "alternate") ?? links[0];
  put(entry, "link", link?.attributes.get("href"));
  const time = Date.parse(wordsOf(element(of, "published")) ?? wordsOf(element(of, "updated")) ?? "");
  if (!Number.isNaN(time)) entry.pubDate = new Date(time).toISOString();
  const author = wordsOf(element(element(of, "author"), "name"));
  if (author !== undefined) {
    entry.author = author;
    entry.creator = author;
  }
  content(entry, wordsOf(element(of, "content")));
  put(entry, "id", wordsOf(element(of, "id")));
  const categories = elements(of, "category").flatMap((one) => one.attributes.get("term") ?? []);
  if (categories.length > 0) entry.categories = categories;
  isoDate(entry);
  return entry;
}

const JsonEntry = z.looseObject({
  id: z.coerce.string(),
  url: z.string().optional(),
  title: z.string().optional(),
  content_html: z.string().optional(),
  content_text: z.string().optional(),
  summary: z.string().optional(),
  date_published: z.string().optional(),
  authors: z.array(z.looseObject({ name: z.string().optional() })).optional(),
  tags: z.array(z.string()).optional(),
});
const JsonFeed = z.looseObject({ version: z.string().startsWith("https://jsonfeed.org/version/"), items: z.array(JsonEntry) });

function jsonEntry(of: z.infer<typeof JsonEntry>, names: readonly string[]): JsonObject {
  const entry: JsonObject = { id: of.id, guid: of.id };
  put(entry, "title", of.title);
  put(entry, "link", of.url);
  put(entry, "pubDate", of.date_published);
  put(entry, "summary", of.summary);
  put(entry, "creator", of.authors?.[0]?.name);
  if (of.content_html !== undefined) content(entry, of.content_html);
  else if (of.content_text !== undefined) Object.assign(entry, { content: of.content_text, contentSnippet: of.content_text.trim() });
  if (of.tags) entry.categories = of.tags;
  for (const name of names) if (Object.hasOwn(of, name)) setOwn(entry, name, of[name]);
  isoDate(entry);
  return entry;
}

function fromJson(text: string, names: readonly string[]): JsonObject[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw userError("The answer is no feed: its JSON can't be read.", {
      ...NO_FEED,
      description: error instanceof Error ? error.message : "",
    });
  }
  const feed = JsonFeed.safeParse(value);
  if (!feed.success) throw userError("The answer is JSON, but no feed.", NO_FEED);
  return feed.data.items.map((one) => jsonEntry(one, names));
}

/**
 * The entries of an RSS (0.9x, 1.0, 2.0), Atom or JSON feed, newest as the feed has them. Dates: `pubDate` as written,
 * `isoDate` in UTC. `names`: further elements to keep, such as `media:rating`.
 */
export async function readFeed(text: string, names: readonly string[], signal: AbortSignal): Promise<JsonObject[]> {
  if (/^\s*\{/.test(text)) return fromJson(text, names);
  const root = await readXmlTree(text, signal);
  switch (root.name) {
    case "feed":
      return elements(root, "entry").map((entry) => atomEntry(entry, names));
    case "rss":
      return elements(element(root, "channel"), "item").map((item) => rssEntry(item, names));
    case "rdf:RDF":
      return elements(root, "item").map((item) => rssEntry(item, names));
    default:
      throw userError(`The answer is no feed: it begins with <${root.name.slice(0, 50)}>.`, NO_FEED);
  }
}
