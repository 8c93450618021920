// node --import ./register.ts dist/main/main.js : the app's own bundle, with the stand-in wherever it imports electron.
import { registerHooks } from "node:module";

const standIn = new URL("./index.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "electron" || specifier === "electron/main" ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
