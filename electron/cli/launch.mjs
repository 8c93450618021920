// Plain JavaScript so that any Node can read it: starts what package.json's scripts name, from bundles that are never stale.
// node electron/cli/launch.mjs imx ... | start ... | dev | build | bench ... | conformance ...
import { enableCompileCache } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write(
    `Infinite Matrix runs under the Node 24 that "npm install" puts in place, not under ${process.version}: use "npm start" or "npm run -s imx -- ...".\n`,
  );
  process.exit(2);
}

const [job, ...rest] = process.argv.slice(2);
if (job === "imx") await imx(rest);
else if (job === "start") await (await import("./launch/start.ts")).start(root, rest);
else if (job === "dev") await (await import("./launch/dev.ts")).dev(root, rest);
else if (job === "build") (await import("./launch/build.ts")).buildAll(root);
else if (job === "bench")
  process.exitCode = await (await import(pathToFileURL(join(root, "test", "bench", "bench.ts")).href)).bench(root, rest);
else if (job === "conformance")
  process.exitCode = await (await import(pathToFileURL(join(root, "test", "conformance", "conformance.ts")).href)).conformance(root, rest);
else {
  process.stderr.write("launch.mjs: imx, start, dev, build, bench or conformance?\n");
  process.exit(2);
}

/**
 * Runs the command line in this process: from its bundle, or from source where that can't be built.
 * @param {string[]} args
 */
async function imx(args) {
  const { isFresh } = await import("./launch/freshness.mjs");
  const stale = (args[0] === "serve" ? /** @type {const} */ (["main", "renderer"]) : /** @type {const} */ (["main"])).filter(
    (target) => !isFresh(root, target),
  );
  const built = stale.length === 0 || (await import("./launch/build.ts")).build(root, stale);
  const file = built ? join(root, "dist", "main", "imx.js") : join(root, "electron", "cli", "imx.ts");
  enableCompileCache(join(root, "dist", ".compile-cache"));
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
