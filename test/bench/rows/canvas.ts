import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import type { Line, Row } from "../line.ts";

const Measured = z.object({ steps: z.number(), view: z.string(), open: z.number(), pan: z.number(), drag: z.number() });

/** The canvas in a real browser without a GPU: a program of its own, for its browser and its server. */
export const canvas: Row = {
  name: "canvas",
  async measure({ root }): Promise<Line[]> {
    const done = spawnSync(process.execPath, [join(root, "test", "bench", "canvas.ts")], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`canvas.ts ended with ${done.status}: ${done.stderr}`);
    const found = done.stdout.matchAll(/^(\d+) steps, (.+?) \(.*?\): open (\d+) ms, pan (\d+) frames\/s .*?, drag (\d+) frames\/s/gm);
    const views = [...found].map(([, steps, view, open, pan, drag]) =>
      Measured.parse({ steps: Number(steps), view, open: Number(open), pan: Number(pan), drag: Number(drag) }),
    );
    if (views.length === 0) throw new Error(`canvas.ts told no figures: ${done.stdout}`);
    return views.flatMap(({ steps, view, open, pan, drag }): Line[] => [
      { what: `canvas, ${steps} steps, ${view}: pan`, unit: "frames/s", ours: pan, target: 50 },
      { what: `canvas, ${steps} steps, ${view}: drag a step`, unit: "frames/s", ours: drag, target: 50 },
      { what: `canvas, ${steps} steps, ${view}: open`, unit: "s", ours: open / 1000, target: 1 },
    ]);
  },
};
