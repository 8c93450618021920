import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Material that is not part of the project and may be absent: tests that need it say so and pass by. */
const folder = path.resolve(import.meta.dirname, "../../../shared/n8n-corpus");
export const corpusThere = existsSync(folder);
if (!corpusThere) console.log(`No n8n corpus at ${folder}: its tests are left out.`);

/** Where files of it stand that a workflow reads. */
export const corpusFolder = (under: string): string => path.join(folder, under);
export const readCorpus = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), "utf8"));
export const corpusFiles = (under: string): string[] =>
  corpusThere
    ? readdirSync(path.join(folder, under))
        .filter((name) => name.endsWith(".json"))
        .map((name) => `${under}/${name}`)
    : [];
