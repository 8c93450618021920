/** For a process whose main thread is the engine's: see YOUNG_MB in electron/threads/heap.ts, which is three of these. */
export const NODE_FLAGS = ["--max-semi-space-size=16"];
