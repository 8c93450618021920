import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { makeClip, paste, readClip } from "#shared/draft/clip.ts";
import {
  addNode,
  addNote,
  connect,
  insertOnEdge,
  moveParts,
  reconnect,
  removeParts,
  renameNode,
  setName,
  setNodeFields,
  setNote,
  setParam,
  setParams,
  setSettings,
} from "#shared/draft/edit.ts";
import { toWorkflow } from "#shared/draft/read.ts";
import { fromWorkflow } from "#shared/draft/write.ts";
import { editorOf, leadWorkflow } from "./sample.ts";

const start = () => editorOf(fromWorkflow(leadWorkflow()), "ann");
const byName = (editing: ReturnType<typeof start>, name: string) => toWorkflow(editing.doc).nodes.find((node) => node.name === name);
const wires = (editing: ReturnType<typeof start>) =>
  toWorkflow(editing.doc).edges.map(({ from, to }) => `${from.node}:${from.port} > ${to.node}:${to.port}`);

describe("editing a draft", () => {
  it("adds a step under a free name, after the others", () => {
    const editing = start();
    const id = addNode(editing, { type: "core.set", name: "List", position: { x: 10.4, y: 20.6 } });
    const last = toWorkflow(editing.doc).nodes.at(-1);
    expect(last).toMatchObject({ id, name: "List 2", type: "core.set", typeVersion: 1, position: { x: 10, y: 21 }, params: {} });
  });

  it("renames a step and every way in which expressions name it, and nothing else", () => {
    const editing = start();
    setParam(editing, "n4", ["literal"], "Not an expression: $('New lead')");
    setParam(editing, "n4", ["all"], "={{ $('New lead').all() + $items(\"New lead\", 0) + $(`New lead`).first() + $('New leads') }}");
    addNode(editing, { type: "core.code", name: "Code", position: { x: 0, y: 0 }, params: { code: "return $('New lead').all()" } });
    expect(renameNode(editing, "n1", "It's a lead")).toBe("It's a lead");
    expect(byName(editing, "Text the crew")?.params.body).toBe("=New lead from {{ $('It\\'s a lead').item.json.name }}");
    expect(byName(editing, "List")?.params).toEqual({
      fields: [{ name: "who", value: '={{ $node["It\'s a lead"].json.name }}' }],
      literal: "Not an expression: $('New lead')",
      all: "={{ $('It\\'s a lead').all() + $items(\"It's a lead\", 0) + $(`It's a lead`).first() + $('New leads') }}",
    });
    expect(byName(editing, "Code")?.params.code).toBe("return $('It\\'s a lead').all()");
    expect(renameNode(editing, "n1", "New lead")).toBe("New lead");
    expect(byName(editing, "Text the crew")?.params.body).toBe("=New lead from {{ $('New lead').item.json.name }}");
  });

  it("never gives two steps one name, and ignores an empty one", () => {
    const editing = start();
    expect(renameNode(editing, "n1", "List")).toBe("List 2");
    expect(renameNode(editing, "n1", "   ")).toBe("List 2");
  });

  it("rewrites the dotted form of a reference into one that any name fits", () => {
    const editing = start();
    renameNode(editing, "n1", "Lead");
    setParam(editing, "n3", ["body"], "={{ $node.Lead.json.a + $node.Leader.json.a }}");
    renameNode(editing, "n1", "The lead");
    expect(byName(editing, "Text the crew")?.params.body).toBe('={{ $node["The lead"].json.a + $node.Leader.json.a }}');
  });

  it("draws each wire once and keeps its place when an end moves", () => {
    const editing = start();
    const edge = { from: { node: "n1", port: "out" }, to: { node: "n2", port: "in" } } as ReturnType<typeof leadWorkflow>["edges"][number];
    expect(connect(editing, edge)).toBe("e1");
    reconnect(editing, "e1", { from: edge.from, to: { ...edge.to, node: toWorkflow(editing.doc).nodes[3]!.id } });
    expect(wires(editing)).toEqual(["n1:out > n4:in", "n2:true > n3:in", "n2:false > n4:in"]);
  });

  it("puts a step into a wire, in the wire's place", () => {
    const editing = start();
    const id = insertOnEdge(editing, {
      edge: "e2",
      node: { type: "core.wait", name: "Wait", position: { x: 400, y: 0 } },
      ports: { in: "in", out: "out" },
      moves: new Map([["n3", { x: 780, y: 0 }]]),
    });
    expect(wires(editing)).toEqual(["n1:out > n2:in", `n2:true > ${id}:in`, "n2:false > n4:in", `${id}:out > n3:in`]);
    expect(byName(editing, "Text the crew")?.position).toEqual({ x: 780, y: 0 });
  });

  it("removes a step with its wires; bridged, the data goes on past it", () => {
    const editing = start();
    const id = insertOnEdge(editing, {
      edge: "e1",
      node: { type: "core.set", name: "A", position: { x: 0, y: 0 } },
      ports: { in: "in", out: "out" },
    });
    const second = insertOnEdge(editing, {
      edge: "e1",
      node: { type: "core.set", name: "B", position: { x: 0, y: 0 } },
      ports: { in: "in", out: "out" },
    });
    removeParts(editing, { nodes: [id ?? "", second ?? ""], bridge: true });
    expect(wires(editing)).toEqual(["n2:true > n3:in", "n2:false > n4:in", "n1:out > n2:in"]);
    removeParts(editing, { nodes: ["n2"], notes: ["note1"] });
    expect(wires(editing)).toEqual([]);
    expect(toWorkflow(editing.doc).notes).toEqual([]);
  });

  it("changes one field deep inside without touching its neighbours", () => {
    const editing = start();
    setParam(editing, "n2", ["conditions", 0, "right"], "low");
    setParam(editing, "n2", ["conditions", 1], { left: "a", op: "exists" });
    setParam(editing, "n2", ["options", "fold"], true);
    setParam(editing, "n2", ["all"], undefined);
    expect(byName(editing, "Urgent?")?.params).toEqual({
      conditions: [
        { left: "={{ $json.urgency }}", op: "equals", right: "low" },
        { left: "a", op: "exists" },
      ],
      options: { fold: true },
    });
    setParams(editing, "n2", { conditions: [{ left: "a", op: "exists" }], all: false });
    expect(byName(editing, "Urgent?")?.params).toEqual({ conditions: [{ left: "a", op: "exists" }], all: false });
  });

  it("sets fields of several steps in one gesture, moves, writes notes, settings and the name", () => {
    const editing = start();
    setNodeFields(editing, ["n3", "n4"], { disabled: true, onError: "route" });
    moveParts(
      editing,
      new Map([
        ["n1", { x: 1.2, y: -7 }],
        ["note1", { x: 5, y: 6 }],
        ["gone", { x: 0, y: 0 }],
      ]),
    );
    setNote(editing, "note1", { text: "Ask Luis.", width: 300 });
    const note = addNote(editing, { position: { x: 0, y: 0 }, width: 200, height: 100, text: "New" });
    setSettings(editing, { timezone: "Europe/Madrid", concurrency: 2 });
    setName(editing, "  Leads ");
    const workflow = toWorkflow(editing.doc);
    expect(workflow.nodes.filter((node) => node.disabled && node.onError === "route").map((node) => node.id)).toEqual(["n3", "n4"]);
    expect(workflow.nodes[0]?.position).toEqual({ x: 1, y: -7 });
    expect(workflow.notes).toEqual([
      { id: "note1", position: { x: 5, y: 6 }, width: 300, height: 160, text: "Ask Luis." },
      { id: note, position: { x: 0, y: 0 }, width: 200, height: 100, text: "New" },
    ]);
    expect(workflow.settings).toMatchObject({ timezone: "Europe/Madrid", concurrency: 2 });
    expect(workflow.name).toBe("Leads");
  });
});

describe("copy and paste", () => {
  const clip = () => makeClip(leadWorkflow(), new Set(["n1", "n3", "n4", "note1"]));

  it("pastes with new ids and names; the pasted steps speak of each other", () => {
    const editing = start();
    const ids = paste(editing, clip(), { x: 100, y: 300 });
    expect(ids).toHaveLength(4);
    expect(byName(editing, "New lead 2")?.position).toEqual({ x: 100, y: 300 });
    expect(byName(editing, "Text the crew 2")?.params.body).toBe("=New lead from {{ $('New lead 2').item.json.name }}");
    expect(toWorkflow(editing.doc).notes.at(-1)?.position).toEqual({ x: 100, y: 500 });
  });

  it("goes through text, and takes whole workflows too", () => {
    const text = JSON.stringify(clip());
    expect(readClip(text)).toEqual({ kind: "clip", clip: clip() });
    const whole = readClip(JSON.stringify(leadWorkflow()));
    expect(whole.kind === "clip" && whole.clip.nodes).toHaveLength(4);
    expect(readClip('{"nodes":[{"type":"n8n-nodes-base.set"}],"connections":{}}')).toEqual({ kind: "n8n" });
    expect(readClip("call me back")).toEqual({ kind: "other" });
    expect(readClip('{"clip":"infinite-matrix","nodes":[{"id":1}],"edges":[],"notes":[]}')).toEqual({ kind: "other" });
  });

  it("gives a copied webhook an address of its own, and leaves a moved one as it is", () => {
    const editing = start();
    paste(editing, clip(), { x: 0, y: 0 });
    const path = byName(editing, "New lead 2")?.params.path;
    expect(path).not.toBe("lead");
    removeParts(editing, {
      nodes: toWorkflow(editing.doc)
        .nodes.filter((node) => node.type === "core.webhook")
        .map((node) => node.id),
    });
    paste(editing, clip(), { x: 0, y: 0 });
    expect(byName(editing, "New lead")?.params.path).toBe("lead");
  });

  it("copies the wires among the copied steps only", () => {
    expect(makeClip(leadWorkflow(), new Set(["n1", "n2"])).edges.map((edge) => edge.id)).toEqual(["e1"]);
    const editing = start();
    paste(editing, makeClip(leadWorkflow(), new Set(["n1", "n2", "n3"])), { x: 0, y: 0 });
    expect(wires(editing)).toHaveLength(5);
  });
});

describe("undo", () => {
  it("goes back to the start of the session, gesture by gesture, and forth again", () => {
    const editing = start();
    const undo = new Y.UndoManager(editing.doc, { trackedOrigins: new Set(["ann"]), captureTimeout: 0 });
    const states = [toWorkflow(editing.doc)];
    const gestures = [
      () => addNode(editing, { type: "core.set", name: "List", position: { x: 0, y: 0 } }),
      () => connect(editing, { from: states[0]!.edges[0]!.from, to: states[0]!.edges[2]!.to }),
      () => renameNode(editing, "n1", "Caller"),
      () => setParam(editing, "n2", ["conditions", 0, "op"], "contains"),
      () => moveParts(editing, new Map([["n1", { x: 9, y: 9 }]])),
      () => removeParts(editing, { nodes: ["n2"] }),
      () => paste(editing, makeClip(leadWorkflow(), new Set(["n1", "n2"])), { x: 0, y: 0 }),
      () => setName(editing, "Other"),
    ];
    for (const gesture of gestures) {
      gesture();
      states.push(toWorkflow(editing.doc));
    }
    for (const state of states.slice(0, -1).toReversed()) {
      undo.undo();
      expect(toWorkflow(editing.doc)).toEqual(state);
    }
    expect(undo.canUndo()).toBe(false);
    for (const state of states.slice(1)) {
      undo.redo();
      expect(toWorkflow(editing.doc)).toEqual(state);
    }
  });

  it("leaves alone what somebody else did meanwhile", () => {
    const editing = start();
    const undo = new Y.UndoManager(editing.doc, { trackedOrigins: new Set(["ann"]), captureTimeout: 0 });
    setParam(editing, "n3", ["to"], "+15550199");
    setParam({ ...editing, origin: "remote" }, "n3", ["body"], "From Bob");
    undo.undo();
    expect(byName(editing, "Text the crew")?.params).toEqual({ to: "+15550100", body: "From Bob" });
  });
});
