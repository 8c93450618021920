import { describe, expect, it } from "vitest";
import { align } from "../../../renderer/features/editor/graph/align.ts";
import { refuseWire } from "../../../renderer/features/editor/graph/connection-rules.ts";
import { CARD_WIDTH, cardHeight, freePlace, GRID, overlaps, portY, type Rect } from "../../../renderer/features/editor/graph/geometry.ts";
import { followingNotes } from "../../../renderer/features/editor/graph/layout.ts";
import { makeRoom } from "../../../renderer/features/editor/graph/make-room.ts";
import { readingOrder } from "../../../renderer/features/editor/graph/order.ts";
import { basePorts, type Ports, portsOf } from "../../../renderer/features/editor/graph/ports.ts";
import { type Lookup, type Picture, toPicture } from "../../../renderer/features/editor/graph/to-flow.ts";
import { firstViewport, revealed } from "../../../renderer/features/editor/graph/viewport.ts";
import { leads } from "./sample.ts";

const nothing: Picture = { nodes: [], wires: [] };
const lookup: Lookup = {
  operation: () => undefined,
  ports: (node) =>
    node.type === "core.if"
      ? {
          inputs: [{ id: "in", label: "" }],
          outputs: [
            { id: "true", label: "True" },
            { id: "false", label: "False" },
          ],
        }
      : basePorts(undefined),
};
const [lead, urgent] = leads().nodes;
if (!lead || !urgent) throw new Error("the sample has no steps");

describe("ports", () => {
  const wires = { in: [], out: [] };

  it("come from the type; errors get a port of their own, always the last", () => {
    expect(portsOf(urgent, lookup.ports(urgent), wires).outputs.map((port) => port.id)).toEqual(["true", "false"]);
    expect(portsOf({ ...urgent, onError: "route" }, lookup.ports(urgent), wires).outputs.map((port) => port.id)).toEqual([
      "true",
      "false",
      "error",
    ]);
  });

  it("are there for every wire, also where the type knows none of that name", () => {
    const [edge] = leads().edges;
    if (!edge) throw new Error("no wire");
    const model = { ...edge, kind: "ai_languageModel", to: { node: lead.id, port: "model" } };
    const ports = portsOf(lead, lookup.ports(lead), { in: [model], out: [{ ...edge, from: { node: lead.id, port: "old" } }] });
    expect(ports.inputs.at(-1)).toEqual({ id: "model", label: "languageModel", kind: "ai_languageModel", unknown: true });
    expect(ports.outputs.at(-1)).toMatchObject({ id: "old", unknown: true });
  });

  it("stand in the card", () => {
    const ports: Ports = portsOf({ ...urgent, onError: "route" }, lookup.ports(urgent), wires);
    for (const [index] of ports.outputs.entries()) expect(portY(ports, "outputs", index)).toBeLessThan(cardHeight(ports));
  });
});

describe("the picture", () => {
  it("draws only what changed anew", () => {
    const before = toPicture(leads(), lookup, nothing);
    const steps = before.nodes.flatMap((node) => (node.type === "step" ? node.data.step : []));
    const edges = before.wires.flatMap((wire) => wire.data?.edge ?? []);
    const renamed = steps.map((step, i) => (i === 2 ? { ...step, name: "Call" } : step));
    const after = toPicture({ ...leads(), nodes: renamed, edges }, lookup, before);
    expect(after.nodes.map((node, i) => node === before.nodes[i])).toEqual([true, true, false, true]);
    expect(after.wires.every((wire, i) => wire === before.wires[i])).toBe(true);
  });

  it("knows which ports lead nowhere yet", () => {
    const { nodes } = toPicture(leads(), lookup, nothing);
    expect(nodes.map((node) => (node.type === "step" ? node.data.open : []))).toEqual([[], ["false"], ["out"], ["out"]]);
  });
});

describe("wires that can't work", () => {
  const ports = new Map(
    toPicture(leads(), lookup, nothing).nodes.map((node) => [node.id, node.type === "step" ? node.data.ports : undefined]),
  );
  const drawing = { edges: leads().edges, portsOf: (id: string) => ports.get(id) };
  const end = (node: string, port: string) => ({ node: leads().nodes.find((one) => one.id === node)?.id ?? lead.id, port });

  it("are refused with the reason", () => {
    expect(refuseWire(drawing, end("n1", "out"), end("n3", "in"))).toBeUndefined();
    expect(refuseWire(drawing, end("n1", "out"), end("n2", "in"))).toBe("sameWire");
    expect(refuseWire(drawing, end("n1", "out"), end("n2", "in"), "e1")).toBeUndefined();
    expect(refuseWire(drawing, end("n1", "gone"), end("n2", "in"))).toBe("noSuchPort");
    expect(refuseWire(drawing, end("n3", "out"), end("n3", "in"))).toBe("ownTail");
    expect(refuseWire(drawing, end("n2", "false"), end("n2", "in"))).toBeUndefined();
  });
});

describe("places", () => {
  const rects = (): Map<string, Rect> =>
    new Map(leads().nodes.map(({ id, position }) => [id, { ...position, width: CARD_WIDTH, height: 56 }]));

  it("are found where nothing stands, on the grid", () => {
    const others = [...rects().values()];
    const at = freePlace({ x: 327, y: 4 }, 56, others);
    expect(others.some((other) => overlaps({ ...at, width: CARD_WIDTH, height: 56 }, other))).toBe(false);
    expect([at.x % GRID, at.y % GRID].map(Math.abs)).toEqual([0, 0]);
  });

  it("open up between two steps; what follows keeps its shape", () => {
    const [edge] = leads().edges;
    if (!edge) throw new Error("no wire");
    const room = makeRoom(edge, leads().edges, (id) => rects().get(id));
    expect([...(room?.moves.keys() ?? [])].sort()).toEqual(["n2", "n3"]);
    const shift = (id: string) => (room?.moves.get(id)?.x ?? 0) - (rects().get(id)?.x ?? 0);
    expect(shift("n2")).toBe(shift("n3"));
    expect(room?.at.x).toBeGreaterThanOrEqual(CARD_WIDTH);
    expect(room?.moves.get("n2")?.x).toBeGreaterThanOrEqual((room?.at.x ?? 0) + CARD_WIDTH);
  });

  it("line up and spread evenly", () => {
    const parts = [0, 50, 400].map((x, i) => ({ id: `p${i}`, x, y: i * 30, width: 100, height: 50 }));
    expect([...align(parts, "top").values()].map(({ y }) => y)).toEqual([0, 0, 0]);
    expect([...align(parts, "right").values()].map(({ x }) => x)).toEqual([400, 400, 400]);
    expect([...align(parts, "spreadAcross").values()].map(({ x }) => x)).toEqual([0, 200, 400]);
  });

  it("of notes follow the steps inside them", () => {
    const note = { id: "note", x: -20, y: -40, width: 600, height: 120 };
    const parts = ["n1", "n2"].map((id) => ({ id, ...(rects().get(id) ?? { x: 0, y: 0, width: 0, height: 0 }) }));
    const moved = followingNotes(
      [note, { ...note, id: "elsewhere", x: 5000 }],
      parts,
      new Map([
        ["n1", { x: 100, y: 100 }],
        ["n2", { x: 500, y: 100 }],
      ]),
    );
    expect([...moved]).toEqual([["note", { x: 80, y: 60, width: 680, height: 120 }]]);
  });
});

describe("order and view", () => {
  it("reads steps as data meets them, ports in their order, the rest from top to bottom", () => {
    const { nodes, edges } = leads();
    expect(readingOrder(nodes.toReversed(), edges).map((node) => node.id)).toEqual(["n1", "n2", "n3", "n4"]);
  });

  it("opens on everything if that can be read, else at the start", () => {
    const size = { width: 1000, height: 600 };
    const card = { x: 0, y: 0, width: 200, height: 60 };
    expect(firstViewport([card], card, size)).toEqual({ x: 400, y: 270, zoom: 1 });
    expect(firstViewport([card, { ...card, x: 9000 }], card, size).zoom).toBe(0.8);
  });

  it("moves no further than it takes to show a step", () => {
    const size = { width: 1000, height: 600 };
    const card = { x: 100, y: 100, width: 200, height: 60 };
    expect(revealed(card, { x: 0, y: 0, zoom: 1 }, size)).toBeUndefined();
    expect(revealed({ ...card, x: 950 }, { x: 0, y: 0, zoom: 1 }, size)).toEqual({ x: -198, y: 0, zoom: 1 });
  });
});
