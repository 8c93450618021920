import { describe, expect, it } from "vitest";
import { corpusThere, readCorpus } from "../helpers/corpus.ts";
import { comparable, type N8nCase, runCase, tells, unanswerable } from "../helpers/n8n-case.ts";

interface Listed {
  id: string;
  file: string;
  kind: string;
  needs: string[];
}
const listed = corpusThere ? (readCorpus("given/index.json") as Listed[]) : [];
const cases = listed
  .filter(({ kind, needs }) => kind === "logic" && needs.every((need) => ["trigger-input", "timezone", "files"].includes(need)))
  .map(({ file }) => readCorpus(`given/${file}`) as N8nCase)
  .filter((recorded) => tells(recorded) && unanswerable(recorded).length === 0);

/** Left out here, with the reason: what they show is not the work of these steps. */
const ELSEWHERE: Record<string, string> = {
  "comparedatasets-comparedatasets": "the recorder changed an earlier step's items",
};

describe.skipIf(!corpusThere)("recorded n8n runs", () => {
  for (const [id, reason] of Object.entries(ELSEWHERE)) it.skip(`${id}: ${reason}`, () => undefined);
  it.each(cases.filter(({ id }) => ELSEWHERE[id] === undefined).map((recorded) => [recorded.id, recorded] as const))(
    "%s goes as recorded",
    async (_, recorded) => {
      const { wanted, got } = comparable(recorded, await runCase(recorded));
      expect(got).toEqual(wanted);
    },
  );
});
