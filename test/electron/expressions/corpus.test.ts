import { existsSync, readFileSync } from "node:fs";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import { z } from "zod";
import { evaluateCases } from "../../../electron/expressions/eval-cases.ts";
import { NOW } from "./scope-of.ts";

const FILE = new URL("../../../../shared/n8n-corpus/given/expressions.json", import.meta.url);
const Case = z.object({
  id: z.string(),
  expression: z.string(),
  result: z.object({ type: z.string(), value: z.unknown().optional(), zone: z.string().optional() }).optional(),
});

const found = existsSync(FILE);
if (!found) console.info("The recorded n8n expressions are not here: their test is left out.");

test.skipIf(!found)("recorded n8n expressions give what n8n gave", () => {
  const file: unknown = JSON.parse(readFileSync(FILE, "utf8"));
  const { cases } = z.object({ cases: z.array(Case) }).parse(file);
  const results = evaluateCases(file, { zone: "UTC", now: NOW });
  const wrong = cases.filter(({ result }, index) => {
    const got = results[index];
    if (!got || !result || "error" in got) return !(got && "error" in got && !result);
    const sameValue =
      result.type === "DateTime"
        ? DateTime.fromISO(String(got.value)).toMillis() === DateTime.fromISO(String(result.value)).toMillis() && got.zone === result.zone
        : JSON.stringify(got.value) === JSON.stringify(result.value);
    return got.type !== result.type || !sameValue;
  });
  expect(wrong.map(({ id, expression }) => `${id} ${expression}`)).toEqual([]);
  expect(cases.length).toBeGreaterThan(200);
});
