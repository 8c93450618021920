import { existsSync } from "node:fs";
import { defineConfig } from "vite";

/** Bundles that start on their own: the app, the command line, and each thread. */
const ENTRIES: Readonly<Record<string, string>> = {
  main: "electron/main.ts",
  imx: "electron/cli/imx.ts",
  "engine-thread": "electron/threads/engine-thread.ts",
  "writer-thread": "electron/threads/writer-thread.ts",
  "code-thread": "electron/threads/code-thread.ts",
};

const external = ["electron", "better-sqlite3"];

/**
 * The Node side. All bundles and their shared chunks stand in one folder, so `new URL("./x-thread.js", import.meta.url)`
 * finds a thread's bundle from any of them.
 */
export default defineConfig({
  ssr: { noExternal: true, external, target: "node" },
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist/main",
    // preload.cjs stands here too; the builder puts the files in place one by one.
    emptyOutDir: false,
    // Names in a user's stack trace are worth more than the bytes.
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file))),
      external,
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
