import { afterAll, describe, expect, it } from "vitest";
import { rssAction } from "../../../connectors/core/actions/rss.ts";
import { createHttpClient } from "../../../connectors/kit/http-client.ts";
import { openNetwork } from "../../../connectors/kit/network.ts";
import { StepError } from "../../../electron/shared/model/failure.ts";
import { itemContext } from "../../helpers/item-context.ts";
import { localServer } from "../../helpers/local-server.ts";

const network = openNetwork();
afterAll(() => network.close());
if (rssAction.mode !== "item") throw new Error("per item");
const action = rssAction;

async function read(body: string, more: Record<string, unknown> = {}, type = "application/xml"): Promise<Record<string, unknown>[]> {
  const server = await localServer((_request, response) => {
    response.writeHead(200, { "content-type": type });
    response.end(body);
  });
  try {
    const http = createHttpClient({ exchange: network.exchange, grants: [server.host] });
    const result = await action.run(itemContext<unknown>({ input: action.input.parse({ url: server.url, ...more }), http }));
    return result as Record<string, unknown>[];
  } finally {
    await server.close();
  }
}
async function refused(body: string): Promise<StepError["failure"]> {
  const error = await read(body).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw new Error("It was not refused.");
}

const RSS = `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="m"><channel><title>Feed</title>
<item><title><![CDATA[One & only]]></title><link>https://example.com/1</link><pubDate>Thu, 09 Feb 2023 13:40:00 GMT</pubDate><dc:creator>Ann</dc:creator>
<description>&lt;p&gt;Hello &amp;amp; welcome&lt;/p&gt;&lt;p&gt;Second&lt;/p&gt;</description><guid isPermaLink="false">g1</guid><category>news</category><category>heat</category>
<enclosure url="https://example.com/a.mp3" type="audio/mpeg" length="5"/><media:rating>5</media:rating></item>
<item><title>Two</title></item></channel></rss>`;

describe("a feed", () => {
  it("of RSS gives an item for each entry", async () => {
    expect(await read(RSS, { fields: "media:rating, __proto__" })).toEqual([
      {
        title: "One & only",
        link: "https://example.com/1",
        pubDate: "Thu, 09 Feb 2023 13:40:00 GMT",
        isoDate: "2023-02-09T13:40:00.000Z",
        creator: "Ann",
        "dc:creator": "Ann",
        content: "<p>Hello &amp; welcome</p><p>Second</p>",
        contentSnippet: "Hello & welcome\nSecond",
        guid: "g1",
        categories: ["news", "heat"],
        enclosure: { url: "https://example.com/a.mp3", type: "audio/mpeg", length: "5" },
        "media:rating": "5",
      },
      { title: "Two" },
    ]);
  });

  it("of Atom takes the link for people, the first date and the XHTML inside", async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title type="html">A</title><id>urn:1</id>
      <link rel="self" href="https://example.com/self"/><link href="https://example.com/a"/><updated>2026-01-02T03:04:05+01:00</updated>
      <author><name>Bo</name></author><content type="xhtml"><div>a &lt; b<br/><b class="x">c</b></div></content></entry></feed>`;
    expect(await read(atom)).toEqual([
      {
        title: "A",
        id: "urn:1",
        link: "https://example.com/a",
        pubDate: "2026-01-02T02:04:05.000Z",
        isoDate: "2026-01-02T02:04:05.000Z",
        author: "Bo",
        creator: "Bo",
        content: '<div>a &lt; b<br/><b class="x">c</b></div>',
        contentSnippet: "a < b\nc",
      },
    ]);
  });

  it("of RSS 1.0 and JSON is read too", async () => {
    const rdf =
      '<rdf:RDF xmlns:rdf="r"><channel/><item rdf:about="https://example.com/x"><title>X</title><dc:date>2026-01-01T00:00:00Z</dc:date></item></rdf:RDF>';
    expect(await read(rdf)).toMatchObject([{ title: "X", "rdf:about": "https://example.com/x", isoDate: "2026-01-01T00:00:00.000Z" }]);
    const json = {
      version: "https://jsonfeed.org/version/1.1",
      title: "F",
      items: [{ id: 1, url: "https://example.com/1", content_html: "<p>Hi</p>" }],
    };
    expect(await read(JSON.stringify(json), {}, "application/feed+json")).toEqual([
      { id: "1", guid: "1", link: "https://example.com/1", content: "<p>Hi</p>", contentSnippet: "Hi" },
    ]);
  });

  it("can be cut short", async () => {
    expect(await read(RSS, { limit: 1 })).toHaveLength(1);
  });

  it("with small faults is read as far as it goes", async () => {
    expect(await read("<rss><channel><item><title>Tea &nbsp; more & more</title></item></channel></rss>")).toMatchObject([
      { title: expect.stringContaining("more") as string },
    ]);
  });

  it("that declares entities gets none of them: neither files nor bombs", async () => {
    const bomb = `<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
      <rss><channel><item><title>&b;&f;</title></item></channel></rss>`;
    expect(await read(bomb)).toEqual([{ title: "&b;&f;" }]);
  });

  it("whose elements are named after prototypes changes no prototype", async () => {
    await read("<rss><channel><item><__proto__>x</__proto__><constructor>y</constructor><title>t</title></item></channel></rss>", {
      fields: "__proto__, constructor",
    });
    expect(Reflect.ownKeys(Object.prototype)).not.toContain("x");
    expect(({} as Record<string, unknown>).title).toBeUndefined();
  });
});

describe("what is no feed is refused with its address as the field", () => {
  it.each([
    ["a web page", "<!DOCTYPE html><html><body>Hi</body></html>"],
    ["text", "just text"],
    ["nothing", ""],
    ["other JSON", '{"items": []}'],
    ["broken JSON", '{"items": '],
    ["absurd nesting", "<a>".repeat(5000)],
  ])("%s", async (_name, body) => {
    expect(await refused(body)).toMatchObject({ kind: "user", field: "url" });
  });
});
