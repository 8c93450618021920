import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { NONCE_PLACEHOLDER } from "./electron/shared/screens/assets.ts";

/** The screens: the same files serve the desktop window and the browser form, both under a CSP without inline scripts. */
export default defineConfig({
  root: "renderer",
  base: "./",
  plugins: [react()],
  html: { cspNonce: NONCE_PLACEHOLDER },
  // Workers are modules of their own chunks: the CSP has no blob: scripts.
  worker: { format: "es" },
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    // Nothing becomes a data: address: fonts and workers come from our own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
});
