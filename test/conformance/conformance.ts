import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ExpressionCases, expressionMisses } from "./expressions.ts";
import { playCase } from "./play.ts";
import { RecordedCase } from "./recorded-case.ts";

/**
 * Recorded runs of another tool, played by ours: `npm run conformance -- --dir DIR [--kind KIND ...] [--only ID ...]`. DIR
 * holds index.json, cases/, files/ and expressions.json. Each miss in a line, then the score of each kind. Exit 1 where
 * a case does not pass, 2 where DIR can't be used.
 */
const KINDS = ["logic", "http", "expressions", "app"] as const;
type Kind = (typeof KINDS)[number];

const USAGE = `npm run conformance -- --dir DIR [options]
  --kind KIND     this kind only, several times for more: ${KINDS.join(", ")}
  --only ID       this case only, several times for more
  --jobs N        cases at a time (2)
`;

/** Characters of a miss: the first difference says most. */
const MOST = 400;

interface Score {
  passed: number;
  failed: number;
}

const Index = z.array(z.looseObject({ id: z.string(), file: z.string(), kind: z.string() }));
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const isKind = (text: string): text is Kind => KINDS.some((kind) => kind === text);

function readArgs(args: string[]): { dir: string; kinds: readonly Kind[]; ids: readonly string[]; jobs: number } | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        dir: { type: "string" },
        kind: { type: "string", multiple: true, default: [] },
        only: { type: "string", multiple: true, default: [] },
        jobs: { type: "string", default: "2" },
      },
    });
    const kinds = values.kind.flatMap((list) => list.split(","));
    const unknown = kinds.find((kind) => !isKind(kind));
    const jobs = Number(values.jobs);
    if (unknown !== undefined) return `--kind: there is no kind '${unknown}'.`;
    if (!Number.isInteger(jobs) || jobs < 1) return `--jobs: '${values.jobs}' is no number of cases.`;
    if (values.dir === undefined) return "--dir: name the folder with the cases.";
    const dir = resolve(values.dir);
    if (!existsSync(join(dir, "index.json"))) return `--dir: ${dir} holds no index.json.`;
    return { dir, kinds: kinds.length > 0 ? kinds.filter(isKind) : KINDS, ids: values.only, jobs };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export async function conformance(root: string, args: string[]): Promise<number> {
  const read = readArgs(args);
  if (typeof read === "string") {
    process.stderr.write(`${read}\n${USAGE}`);
    return 2;
  }
  const { dir, kinds, ids, jobs } = read;
  const scores = new Map<Kind, Score>();
  const count = (kind: Kind, place: string, why: string | undefined): void => {
    const { passed, failed } = scores.get(kind) ?? { passed: 0, failed: 0 };
    scores.set(kind, why === undefined ? { passed: passed + 1, failed } : { passed, failed: failed + 1 });
    if (why !== undefined) say(`${kind} ${place}: ${why.replace(/\s+/g, " ").slice(0, MOST)}`);
  };

  if (kinds.includes("expressions") && ids.length === 0) {
    for (const why of expressionMisses(ExpressionCases.parse(readJson(join(dir, "expressions.json"))))) count("expressions", "", why);
  }
  const queue = Index.parse(readJson(join(dir, "index.json"))).flatMap(({ id, file, kind }) =>
    isKind(kind) && kinds.includes(kind) && (ids.length === 0 || ids.includes(id)) ? [{ id, file, kind }] : [],
  );
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const recorded = RecordedCase.safeParse(readJson(join(dir, next.file)));
      const issue = recorded.error?.issues[0];
      const [why] = recorded.data
        ? await playCase(root, join(dir, "files"), recorded.data)
        : [`the case can't be read: ${issue?.path.map(String).join(".")}: ${issue?.message}`];
      count(next.kind, next.id, why);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  for (const kind of KINDS) {
    const score = scores.get(kind);
    if (score) say(`${kind}: ${score.passed} passed, ${score.failed} failed`);
  }
  if (scores.size === 0) process.stderr.write("No case fits.\n");
  return scores.size > 0 && [...scores.values()].every(({ failed }) => failed === 0) ? 0 : scores.size === 0 ? 2 : 1;
}
