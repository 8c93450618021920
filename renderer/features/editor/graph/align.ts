import type { Position } from "#shared/model/workflow.ts";
import { boundsOf, type Rect } from "./geometry.ts";

export type Alignment = "left" | "center" | "right" | "top" | "middle" | "bottom" | "spreadAcross" | "spreadDown";

type Placed = Rect & { id: string };

/** New places for parts so that they line up, or stand evenly between the outermost two. */
export function align(parts: readonly Placed[], how: Alignment): Map<string, Position> {
  const box = boundsOf(parts);
  if (!box) return new Map();
  if (how === "spreadAcross" || how === "spreadDown") return spread(parts, box, how === "spreadAcross");
  return new Map(parts.map((part) => [part.id, lineUp(part, box, how)]));
}

function lineUp({ x, y, width, height }: Placed, box: Rect, how: Exclude<Alignment, "spreadAcross" | "spreadDown">): Position {
  switch (how) {
    case "left":
      return { x: box.x, y };
    case "center":
      return { x: box.x + (box.width - width) / 2, y };
    case "right":
      return { x: box.x + box.width - width, y };
    case "top":
      return { x, y: box.y };
    case "middle":
      return { x, y: box.y + (box.height - height) / 2 };
    case "bottom":
      return { x, y: box.y + box.height - height };
  }
}

function spread(parts: readonly Placed[], box: Rect, across: boolean): Map<string, Position> {
  const start = (part: Placed): number => (across ? part.x : part.y);
  const size = (part: Placed): number => (across ? part.width : part.height);
  const sorted = parts.toSorted((a, b) => start(a) - start(b));
  const taken = sorted.reduce((sum, part) => sum + size(part), 0);
  const gap = ((across ? box.width : box.height) - taken) / Math.max(1, sorted.length - 1);
  let at = across ? box.x : box.y;
  return new Map(
    sorted.map((part) => {
      const place = across ? { x: at, y: part.y } : { x: part.x, y: at };
      at += size(part) + gap;
      return [part.id, place];
    }),
  );
}
