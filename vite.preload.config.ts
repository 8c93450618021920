import { defineConfig } from "vite";

/** A sandboxed preload is one CommonJS file that may require nothing but electron. */
export default defineConfig({
  ssr: { noExternal: true, external: ["electron"], target: "node" },
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist/main",
    emptyOutDir: false,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { preload: "electron/preload/index.ts" },
      external: ["electron"],
      output: { format: "cjs", entryFileNames: "[name].cjs" },
    },
  },
});
