import { z } from "zod";
import { defineAction } from "#kit/action.ts";
import { field } from "#kit/field.ts";
import { readFeed } from "../feed/read-feed.ts";
import { fieldNames } from "../values/path.ts";

/** Feeds are read whole; a longer answer is none. */
const LARGEST = 20 * 1024 * 1024;

const Input = z.object({
  url: field(z.string().trim().default(""), { title: "Address of the feed", placeholder: "https://example.com/feed.xml" }),
  limit: field(z.coerce.number().int().min(0).default(0), {
    title: "At most",
    help: "0 = all entries that the feed has.",
    widget: "number",
  }),
  fields: field(z.union([z.string(), z.array(z.string())]).default(""), {
    title: "Further elements to keep",
    help: "Names, separated by commas.",
    placeholder: "media:rating, dc:subject",
    advanced: true,
  }),
  insecure: field(z.boolean().default(false), {
    title: "Accept a certificate that nobody signed",
    help: "Only for a device or server of your own.",
    widget: "switch",
    advanced: true,
  }),
});
type Input = z.infer<typeof Input>;

export const rssAction = defineAction<Input>({
  id: "rss",
  title: "Read a feed",
  description: "Reads the entries of an RSS, Atom or JSON feed.",
  example: "Each article of https://example.com/feed.xml becomes an item.",
  keywords: ["rss", "atom", "news", "blog", "podcast", "feed"],
  icon: "rss",
  mode: "item",
  parallel: 5,
  input: Input,
  incomplete: (input) =>
    input.url === ""
      ? [{ field: "url", message: "The address of the feed is empty.", fix: "Enter an address that begins with https://." }]
      : [],
  output: z.looseObject({ title: z.string().optional(), link: z.string().optional() }),
  sample: [
    {
      title: "New rules for heat pumps",
      link: "https://example.com/news/heat-pumps",
      pubDate: "Fri, 27 Nov 2026 09:00:00 GMT",
      isoDate: "2026-11-27T09:00:00.000Z",
      content: "<p>What changes in January.</p>",
      contentSnippet: "What changes in January.",
      guid: "https://example.com/news/heat-pumps",
    },
  ],
  effect: "read",
  idempotent: "naturally",
  connection: "none",
  async run(ctx) {
    const { url, limit, fields, insecure } = ctx.input;
    const response = await ctx.http.request({
      method: "GET",
      url,
      headers: { Accept: "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5" },
      response: "text",
      maxBytes: LARGEST,
      timeout: 60_000,
      insecure,
      signal: ctx.signal,
    });
    const entries = await readFeed(typeof response.body === "string" ? response.body : "", fieldNames(fields), ctx.signal);
    return limit === 0 ? entries : entries.slice(0, limit);
  },
});
