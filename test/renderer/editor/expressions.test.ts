import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { completeWith } from "../../../renderer/features/editor/panel/complete.ts";
import { itemText, knownFirst, pathText, sourcesOf } from "../../../renderer/features/editor/panel/upstream.ts";
import { leads } from "./sample.ts";

describe("where data comes from", () => {
  it("names the steps before one, nearest first", () => {
    const { nodes, edges } = leads();
    const sources = sourcesOf("n3", nodes, edges);
    expect(sources.map(({ node, direct, port }) => [node.name, direct, port])).toEqual([
      ["Urgent?", true, "true"],
      ["New lead", false, "out"],
    ]);
  });

  it("puts the step first that brought data in the run on show, before a pinned one, before those further back", () => {
    const { nodes } = leads();
    const [lead, urgent, text] = nodes;
    if (!lead || !urgent || !text) throw new Error("no steps");
    const source = (node: typeof lead, direct: boolean) => ({ node, direct, port: "out" });
    const pinned = { ...urgent, pinned: [{ json: {} }] };
    const order = [source(lead, true), source(pinned, true), source(text, false)];
    expect(knownFirst(order, () => false).map(({ node }) => node.name)).toEqual(["Urgent?", "New lead", "Text the crew"]);
    expect(knownFirst(order, ({ node }) => node.id !== "n2").map(({ node }) => node.name)).toEqual([
      "New lead",
      "Urgent?",
      "Text the crew",
    ]);
  });

  it("ends where wires go round in a ring", () => {
    const { nodes, edges } = leads();
    const [first, second] = edges;
    if (!first || !second) throw new Error("no wires");
    const ring = [...edges, { ...second, id: first.id, from: { node: second.to.node, port: "out" }, to: first.to }];
    expect(
      sourcesOf("n2", nodes, ring)
        .map(({ node }) => node.name)
        .sort(),
    ).toEqual(["New lead", "Text the crew"]);
  });

  it("writes paths and steps as an expression reads them", () => {
    expect(pathText(["address", "first name", 0, "city"])).toBe('.address["first name"][0].city');
    expect(itemText({ direct: true, node: { name: "A" } }, true)).toBe("$json");
    expect(itemText({ direct: true, node: { name: "It's" } }, false)).toBe("$('It\\'s').item.json");
  });
});

describe("completion", () => {
  const words = {
    field: "field",
    step: "step",
    now: "",
    today: "",
    index: "",
    vars: "",
    run: "",
    workflow: "",
    all: "",
    binary: "",
    helper: "",
  };
  const complete = completeWith({
    roots: [
      { text: "$json", json: { name: "Ana", tags: ["a"], address: { city: "Bath" }, total: 3 } },
      { text: "$('New lead').item.json", json: { phone: "+1" } },
    ],
    words,
  });
  const offered = async (text: string) => {
    const result = await complete(new CompletionContext(EditorState.create({ doc: text }), text.length, false));
    return { from: result?.from, labels: result?.options.map((option) => option.label) ?? [] };
  };

  it("offers fields of the example, also of one inside another", async () => {
    expect((await offered("{{ $json.")).labels).toEqual(expect.arrayContaining(["name", "address", "total"]));
    expect((await offered("{{ $json.address.ci")).labels).toContain("city");
    expect(await offered("{{ $json.address.ci")).toMatchObject({ from: 17 });
    expect((await offered("Hi {{ $('New lead').item.json.")).labels).toContain("phone");
  });

  it("offers what can be done with a value of that kind", async () => {
    expect((await offered("{{ $json.name.")).labels).toContain("toUpperCase()");
    expect((await offered("{{ $json.tags.")).labels).toContain("join(', ')");
    expect((await offered("{{ $json.total.")).labels).toContain("round(2)");
    expect((await offered("{{ $now.")).labels).toContain("plus(1, 'days')");
  });

  it("offers steps, dates and fields at the start, and an opening outside", async () => {
    expect((await offered("{{ $")).labels).toEqual(expect.arrayContaining(["$json.name", "$('New lead').item.json", "$now"]));
    expect((await offered("Dear {")).labels).toContain("{{ $json.name }}");
    expect((await offered("Dear ")).labels).toEqual([]);
  });
});
