import type { WindowState } from "./app-settings.ts";
import type { Rectangle } from "./ports.ts";

export const SMALLEST = { width: 1024, height: 640 } as const;
const VISIBLE = 80;

/**
 * The remembered place, made to fit: on the screen that shows most of it, no larger than that screen, wholly inside.
 * Without a place, or with one on a screen that is gone, the first screen's middle.
 */
export function placeWindow(state: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const [first] = workAreas;
  if (first === undefined) return state;
  const { x, y } = state;
  const wanted = x === undefined || y === undefined ? undefined : { x, y, width: state.width, height: state.height };
  const area = (wanted && mostOf(wanted, workAreas)) ?? first;
  const width = sized(state.width, SMALLEST.width, area.width);
  const height = sized(state.height, SMALLEST.height, area.height);
  const isOn = wanted !== undefined && overlap(wanted, area).width >= VISIBLE && overlap(wanted, area).height >= VISIBLE;
  return {
    width,
    height,
    maximized: state.maximized,
    x: isOn ? clamp(wanted.x, area.x, area.x + area.width - width) : area.x + Math.round((area.width - width) / 2),
    y: isOn ? clamp(wanted.y, area.y, area.y + area.height - height) : area.y + Math.round((area.height - height) / 2),
  };
}

function mostOf(window: Rectangle, areas: readonly Rectangle[]): Rectangle | undefined {
  let best: Rectangle | undefined;
  let most = 0;
  for (const area of areas) {
    const { width, height } = overlap(window, area);
    if (width * height > most) {
      most = width * height;
      best = area;
    }
  }
  return best;
}

const overlap = (a: Rectangle, b: Rectangle): { width: number; height: number } => ({
  width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
  height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
});

/** Small screens win over the smallest size: a window larger than its screen can't be moved. */
const sized = (size: number, smallest: number, largest: number): number => Math.min(Math.max(size, smallest), largest);
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));
