import { describe, expect, it } from "vitest";
import { mysqlDialect, postgresDialect, sqliteDialect } from "../../../connectors/kit/sql/dialect.ts";
import { statementOf } from "../../../connectors/kit/sql/template.ts";
import { StepError } from "../../../electron/shared/model/failure.ts";

const VALUES: Record<string, unknown> = {
  a: "x'; DROP TABLE t; --",
  n: 5,
  list: [1, 2],
  nothing: undefined,
  object: { k: 1 },
  name: 'we"ird`',
};
const dialects = { postgres: postgresDialect, mysql: mysqlDialect, sqlite: sqliteDialect };

function build(text: string, parameters: unknown[] = [], dialect: keyof typeof dialects = "postgres", trusted = false) {
  const evaluate = (expression: string): unknown => VALUES[/^=\{\{ (\w+) \}\}$/.exec(expression)?.[1] ?? ""];
  return statementOf({ text, parameters, trusted, field: "query", evaluate }, dialects[dialect]);
}
function refusal(...args: Parameters<typeof build>): StepError["failure"] {
  try {
    build(...args);
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("an expression in a query", () => {
  it.each([
    ["=SELECT * FROM t WHERE a = {{ a }} AND n > {{ n }}", "SELECT * FROM t WHERE a = $1 AND n > $2", [VALUES.a, 5]],
    ["=SELECT * FROM t WHERE a = '{{ a }}'", "SELECT * FROM t WHERE a = $1", [VALUES.a]],
    ["=SELECT '{{ n }}'::int", "SELECT $1::int", ["5"]],
    ["=SELECT * FROM t WHERE a LIKE '%{{ a }}%'", "SELECT * FROM t WHERE a LIKE ('%' || $1::text || '%')", [VALUES.a]],
    ["=SELECT '{{ a }}-{{ n }}'", "SELECT ($1::text || '-' || $2::text)", [VALUES.a, "5"]],
    ["=SELECT 'it''s', {{ nothing }}, {{ object }}", "SELECT 'it''s', $1, $2", [null, '{"k":1}']],
    [
      "=SELECT now() - interval '{{ n }} days', DATE '{{ a }}'",
      "SELECT now() - ($1::text || ' days')::interval, $2::DATE",
      ["5", VALUES.a],
    ],
    ["=SELECT 1 WHERE x IN ({{ list }}) AND y = ANY({{ list }})", "SELECT 1 WHERE x IN ($1, $2) AND y = ANY($3)", [1, 2, [1, 2]]],
    ["=SELECT 'it''s {{ a }}'", "SELECT ('it''s ' || $1::text)", [VALUES.a]],
    ["=SELECT $1, {{ n }}, $2::int, $1", "SELECT $1, $2, $3::int, $4", ["p", 5, "q", "p"]],
    ["=/* ' */ SELECT {{ n }} -- it's\n, 'b'", "/* ' */ SELECT $1 -- it's\n, 'b'", [5]],
    ["=SELECT $$it's$$, {{ n }}, $tag$ ' $tag$", "SELECT $$it's$$, $1, $tag$ ' $tag$", [5]],
    ["=SELECT E'a\\'b', {{ n }}", "SELECT E'a\\'b', $1", [5]],
    ["=SELECT \"a{b}\" , '{' || {{ n }}", "SELECT \"a{b}\" , '{' || $1", [5]],
  ])("%s", (text, sql, values) => {
    expect(build(text, ["p", "q"])).toEqual({ text: sql, values });
  });

  it.each([
    [
      "=SELECT * FROM t WHERE a = \"{{ a }}\" AND b LIKE 'x{{ n }}'",
      "SELECT * FROM t WHERE a = ? AND b LIKE CONCAT('x', ?)",
      [VALUES.a, "5"],
    ],
    ["=SELECT 'a\\'b', ?, {{ n }}, ?", "SELECT 'a\\'b', ?, ?, ?", ["p", 5, "q"]],
    ["=SELECT '?' , $2, {{ n }}", "SELECT '?' , ?, ?", ["q", 5]],
  ])("of MySQL: %s", (text, sql, values) => {
    expect(build(text, ["p", "q"], "mysql")).toEqual({ text: sql, values });
  });

  it("is refused where no value can stand", () => {
    for (const text of [
      '=SELECT "{{ a }}" FROM t',
      "=SELECT 1 -- {{ a }}",
      "=SELECT /* {{ a }} */ 1",
      "=SELECT $$ {{ a }} $$",
      "=SELECT E'{{ a }}'",
    ])
      expect(refusal(text), text).toMatchObject({ kind: "user", field: "query" });
    expect(refusal("=SELECT `{{ a }}`", [], "mysql")).toMatchObject({ field: "query" });
  });

  it("in a text that never ends is refused", () => {
    expect(refusal("=SELECT 'it's {{ a }} and '{{ n }}")).toMatchObject({ field: "query" });
  });

  it("that is the whole query is taken only where that is allowed", () => {
    expect(refusal("={{ a }}")).toMatchObject({ field: "query" });
    expect(refusal("= {{ a }} ;\n")).toMatchObject({ field: "query" });
    expect(build("={{ a }}", [], "postgres", true).values).toEqual([]);
  });
});

describe("values of a query", () => {
  it("without expressions are what it names", () => {
    expect(build("SELECT $2, $1", ["p", "q"])).toEqual({ text: "SELECT $1, $2", values: ["q", "p"] });
    expect(build("SELECT {{ a }}")).toEqual({ text: "SELECT {{ a }}", values: [] });
  });

  it("can be lists and names, never pieces of SQL", () => {
    expect(build("SELECT $1:name FROM t WHERE id IN ($2:csv) AND j = $3:json", [VALUES.name, [1, 2], { k: 1 }])).toEqual({
      text: 'SELECT "we""ird`" FROM t WHERE id IN ($1, $2) AND j = $3',
      values: [1, 2, '{"k":1}'],
    });
    expect(build("SELECT $1:name", [VALUES.name], "mysql").text).toBe('SELECT `we"ird```');
    expect(refusal("SELECT $1:raw", ["1; DROP TABLE t"])).toMatchObject({ field: "query" });
  });

  it("that are missing are named", () => {
    expect(refusal("SELECT $3", ["a"])).toMatchObject({ field: "parameters", message: "The query uses $3, but has only 1 value." });
    expect(refusal("SELECT ?", [], "sqlite")).toMatchObject({ field: "parameters" });
  });
});

describe("whatever stands in an expression's value", () => {
  const PIECES = [
    "SELECT ",
    "{{ v }}",
    "'",
    '"',
    "`",
    "--",
    "\n",
    "/*",
    "*/",
    "$$",
    "$1",
    "?",
    "\\",
    " E'",
    "x",
    "%",
    "::int ",
    ", ",
    "#",
    "IN (",
    ")",
    "''",
  ];
  const HOSTILE = [
    "'; DROP TABLE t; --",
    "\\' OR 1=1 -- ",
    '"; --',
    "*/ DELETE FROM t; /*",
    "$$; DROP TABLE t; $$",
    "\u0000?",
    "{{ v }}",
    "$1",
    "x\n-- y",
  ];

  /** The same at every run. */
  function* dice(seed: number): Generator<number> {
    for (let state = seed; ; ) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      yield state / 2_147_483_648;
    }
  }

  it.each(Object.keys(dialects) as (keyof typeof dialects)[])("the text of %s is the same, or it is refused", (dialect) => {
    const random = dice(7);
    const next = (below: number): number => Math.floor(Number(random.next().value) * below);
    const written = (text: string, value: string): string => {
      try {
        const parameters = [value, value, value, value, value, value, value, value];
        return statementOf({ text, parameters, trusted: false, field: "query", evaluate: () => value }, dialects[dialect]).text;
      } catch (error) {
        if (error instanceof StepError) return `refused: ${error.failure.field}`;
        throw error;
      }
    };
    let taken = 0;
    for (let round = 0; round < 3_000; round++) {
      const text = `=${Array.from({ length: 2 + next(12) }, () => PIECES[next(PIECES.length)]).join("")}`;
      const plain = written(text, "plain");
      if (!plain.startsWith("refused")) taken += 1;
      expect(written(text, HOSTILE[next(HOSTILE.length)] ?? ""), text).toBe(plain);
    }
    expect(taken).toBeGreaterThan(500);
  });
});
