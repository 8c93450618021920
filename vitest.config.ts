import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { closingLine } from "./test/helpers/closing-line.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    // A slow, busy machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Windows on a loaded machine: one more try tells a slow moment from a fault.
    retry: process.env.CI ? 1 : 0,
    // Each file is its own process: native SQLite and worker threads end with it.
    pool: "forks",
    reporters: ["default", closingLine()],
    globalSetup: "test/helpers/require-browser.ts",
    // The npm package of that name only finds the binary; tests of the shell's parts take the stand-in.
    alias: { electron: fileURLToPath(new URL("test/helpers/electron/index.ts", import.meta.url)) },
  },
});
