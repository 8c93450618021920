import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What is read inside the sandbox, in this order; the last one gives the function that runs the user's code. */
const PARTS = ["core", "timers", "bytes", "buffer", "url", "intl", "modules", "items", "scope", "run"] as const;

export interface SandboxTexts {
  parts: readonly string[];
  luxon: string;
}

/** A bundle holds these files as texts: the bundler puts them in place of the call. Run from source there is no such call. */
function bundled(): Record<string, string> {
  // @ts-expect-error known to the bundler only
  return import.meta.glob(["../sandbox/*.js", "../../../node_modules/luxon/build/global/luxon.min.js"], {
    query: "?raw",
    import: "default",
    eager: true,
    exhaustive: true,
  });
}

function textsOf(read: (path: string) => string): SandboxTexts {
  return {
    parts: PARTS.map((part) => read(`../sandbox/${part}.js`)),
    luxon: read("../../../node_modules/luxon/build/global/luxon.min.js"),
  };
}

export function readSandboxTexts(): SandboxTexts {
  if (import.meta.url.endsWith(".ts")) return textsOf((path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8"));
  const files = bundled();
  return textsOf((path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`the bundle lacks ${path}`);
    return text;
  });
}
