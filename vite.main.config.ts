import { existsSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

/** Bundles that start on their own: the app, the command line, each thread, and the process for database files. */
const ENTRIES: Readonly<Record<string, string>> = {
  main: "electron/main.ts",
  imx: "electron/cli/imx.ts",
  "engine-thread": "electron/threads/engine-thread.ts",
  "writer-thread": "electron/threads/writer-thread.ts",
  "code-thread": "electron/threads/code-thread.ts",
  "sqlite-process": "electron/threads/sqlite-process.ts",
  "file-thread": "connectors/core/files/file-thread.ts",
};

const external = ["electron", "better-sqlite3"];

/** Two of pdfkit's fonts go into the bundle: it would look for them beside itself, where the app has no such files. */
const pdfFonts: Plugin = {
  name: "pdf-fonts",
  transform(code, id) {
    if (!id.replaceAll("\\", "/").endsWith("/pdfkit/js/pdfkit.node.mjs")) return undefined;
    const fonts = ["Helvetica", "HelveticaBold"];
    const used = fonts.reduce((text, font) => text.replace(`require$1('#standard-fonts/${font}')`, () => font), code);
    if (used === code) throw new Error("pdfkit loads its fonts in another way than this build expects");
    return `${fonts.map((font) => `import ${font} from "pdfkit/standard-fonts/${font}";`).join("\n")}\n${used}`;
  },
};

/**
 * The Node side. All bundles and their shared chunks stand in one folder, so `new URL("./x-thread.js", import.meta.url)`
 * finds a thread's bundle from any of them.
 */
export default defineConfig({
  plugins: [pdfFonts],
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
