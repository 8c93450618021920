import { z } from "zod";

export const WindowState = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(320).max(20_000),
  height: z.number().int().min(240).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

/** A part that can't be read falls back alone; the rest is kept. */
export const AppSettings = z.object({
  window: WindowState.catch({ width: 1280, height: 820, maximized: false }),
  theme: z.enum(["system", "light", "dark"]).catch("system"),
  /** Told once that runs go on when the last window closes. */
  toldAboutTray: z.boolean().catch(false),
});
export type AppSettings = z.infer<typeof AppSettings>;
