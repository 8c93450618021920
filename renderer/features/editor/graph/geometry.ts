import type { Position } from "#shared/model/workflow.ts";
import type { Ports } from "./ports.ts";

/** Sizes in canvas pixels. The cards are drawn to them, so that wires and layout need not wait for a measurement. */
export const CARD_WIDTH = 224;
export const HEAD_HEIGHT = 56;
export const PORT_ROW = 22;
const FOOT = 6;
/** Diameter of a port's dot, which stands on the card's edge. */
export const HANDLE = 10;
export const GRID = 20;
/** Below this zoom no word is readable: many steps are plain boxes then, so that a thousand of them still move smoothly. */
const PLAIN_BELOW = 0.35;
/** Of a few steps the icons and colours still tell them apart. */
const FEW = 80;
const FEW_PLAIN_BELOW = 0.12;

/** Whether steps are drawn as plain boxes at this zoom. */
export const isFar = (zoom: number, steps: number): boolean => zoom < (steps > FEW ? PLAIN_BELOW : FEW_PLAIN_BELOW);

/** Room between neighbours in a row, and between rows. */
export const GAP_X = 76;
export const GAP_Y = 36;

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Ports stand in labelled rows below the head where a side has more than one; a single one stands at the head's middle. */
export const hasRows = ({ inputs, outputs }: Ports): boolean => inputs.length > 1 || outputs.length > 1;

export function cardHeight(ports: Ports): number {
  if (!hasRows(ports)) return HEAD_HEIGHT;
  return HEAD_HEIGHT + Math.max(ports.inputs.length, ports.outputs.length) * PORT_ROW + FOOT;
}

/** Distance of a port from the card's top. */
export function portY(ports: Ports, side: "inputs" | "outputs", index: number): number {
  return ports[side].length > 1 ? HEAD_HEIGHT + (index + 0.5) * PORT_ROW + 2 : HEAD_HEIGHT / 2;
}

export const snap = (value: number): number => Math.round(value / GRID) * GRID;

export const overlaps = (a: Rect, b: Rect, margin = 0): boolean =>
  a.x < b.x + b.width + margin && b.x < a.x + a.width + margin && a.y < b.y + b.height + margin && b.y < a.y + a.height + margin;

/** The nearest place from `wanted` downwards, alternating up, where a card of that size covers no other. */
export function freePlace(wanted: Position, height: number, others: readonly Rect[]): Position {
  const x = snap(wanted.x);
  for (let n = 0; n < 200; n += 1) {
    const step = Math.ceil(n / 2) * GRID * 2;
    const y = snap(wanted.y) + (n % 2 === 1 ? step : -step);
    const rect = { x, y, width: CARD_WIDTH, height };
    if (!others.some((other) => overlaps(rect, other, GRID - 1))) return { x, y };
  }
  return { x, y: snap(Math.max(wanted.y, ...others.map((other) => other.y + other.height)) + GAP_Y) };
}

/** Where the step behind a port goes: to its right, level with the port as far as there is room. */
export const placeAfter = (from: Rect, height: number, others: readonly Rect[], portOffset = HEAD_HEIGHT / 2): Position =>
  freePlace({ x: from.x + from.width + GAP_X, y: from.y + portOffset - HEAD_HEIGHT / 2 }, height, others);

/** The smallest box around all; undefined around nothing. */
export function boundsOf(rects: readonly Rect[]): Rect | undefined {
  if (rects.length === 0) return undefined;
  const x = Math.min(...rects.map((r) => r.x));
  const y = Math.min(...rects.map((r) => r.y));
  const right = Math.max(...rects.map((r) => r.x + r.width));
  const bottom = Math.max(...rects.map((r) => r.y + r.height));
  return { x, y, width: right - x, height: bottom - y };
}
