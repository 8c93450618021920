import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { evaluateCases } from "../../electron/expressions/eval-cases.ts";

export const ExpressionCases = z.looseObject({
  context: z.unknown(),
  cases: z.array(
    z.looseObject({
      expression: z.string(),
      result: z.looseObject({ type: z.string(), value: z.unknown().optional(), zone: z.string().optional() }).optional(),
      error: z.unknown().optional(),
    }),
  ),
});
type Given = z.infer<typeof ExpressionCases>;

const Iso = z.union([z.looseObject({ iso: z.string() }).transform(({ iso }) => iso), z.string()]);
const instant = (value: unknown): number => Date.parse(Iso.safeParse(value).data ?? "");
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

type Result = ReturnType<typeof evaluateCases>[number];

function fits(given: Given["cases"][number], got: Result): boolean {
  if (given.error !== undefined) return "error" in got;
  const { result } = given;
  if (result === undefined || "error" in got || got.type !== result.type) return false;
  if (result.zone !== undefined && got.zone !== result.zone) return false;
  if (result.type === "DateTime") return instant(got.value) === instant(result.value);
  return isDeepStrictEqual(plain(got.value), plain(result.value));
}

/** Each case's line where it does not pass, undefined where it does. */
export function expressionMisses(given: Given): (string | undefined)[] {
  const results = evaluateCases(given, { zone: "Europe/Berlin", now: Date.now() });
  return given.cases.map((one, i) => {
    const got = results[i];
    if (got && fits(one, got)) return undefined;
    return `${one.expression}: expected ${JSON.stringify(one.result ?? { error: one.error })}, got ${JSON.stringify(got)}`;
  });
}
