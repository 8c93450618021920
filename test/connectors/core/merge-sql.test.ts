import { describe, expect, it } from "vitest";
import { mergeAction } from "../../../connectors/core/actions/merge.ts";
import type { JsonObject } from "../../../electron/shared/model/item.ts";
import { longestHold } from "../../helpers/longest-hold.ts";
import { itemsOf, jsons, runStep } from "../../helpers/step-context.ts";

const orders = [
  { id: 1, customer: 7, total: 10, to: { city: "Ávila" } },
  { id: 2, customer: "7", total: 30 },
  { id: 3, customer: 8, total: 5 },
  { id: 4, customer: null, total: 1 },
];
const customers = [
  { id: 7, name: "Ann", active: true },
  { id: 8, name: "ben", active: false },
  { id: 9, name: "Cy" },
];
const step = (query: string, inputs: JsonObject[][] = [orders, customers]) =>
  runStep(mergeAction, { params: { mode: "sql", inputs: inputs.length, query }, inputs: inputs.map((list) => itemsOf(...list)) });
const run = async (query: string, inputs?: JsonObject[][]) => jsons((await step(query, inputs)).outputs[0]);

describe("core.merge by a query", () => {
  it.each<[string, JsonObject[]]>([
    [
      "SELECT id, total AS sum FROM input1 WHERE total >= 10 ORDER BY total DESC",
      [
        { id: 2, sum: 30 },
        { id: 1, sum: 10 },
      ],
    ],
    [
      "select o.id, c.name from input1 o join input2 c on o.customer = c.id",
      [
        { id: 1, name: "Ann" },
        { id: 2, name: "Ann" },
        { id: 3, name: "ben" },
      ],
    ],
    ["SELECT c.name, o.id FROM input2 AS c LEFT JOIN input1 o ON c.id = o.customer WHERE o.id IS NULL", [{ name: "Cy" }]],
    [
      "SELECT o.id, c.name FROM input1 o RIGHT JOIN input2 c ON c.id = o.customer AND o.total > 20",
      [{ id: 2, name: "Ann" }, { name: "ben" }, { name: "Cy" }],
    ],
    ["SELECT COUNT(*) AS n FROM input1 FULL OUTER JOIN input2 ON input1.customer = input2.id", [{ n: 5 }]],
    ["SELECT COUNT(*) AS n FROM input1, input2", [{ n: 12 }]],
    ["SELECT COUNT(*) AS n FROM input1 JOIN input2 ON input1.total > input2.id", [{ n: 6 }]],
    [
      "SELECT c.name, SUM(o.total) AS sum, COUNT(o.id) n, AVG(total) AS avg, MIN(total) AS low, MAX(total) AS high FROM input1 o JOIN input2 c ON o.customer = c.id GROUP BY c.name HAVING SUM(o.total) > 5 ORDER BY sum",
      [{ name: "Ann", sum: 40, n: 2, avg: 20, low: 10, high: 30 }],
    ],
    ["SELECT COUNT(*) AS n, SUM(total) AS s FROM input1 WHERE id > 99", [{ n: 0, s: 0 }]],
    ["SELECT COUNT(DISTINCT customer) AS n FROM input1", [{ n: 2 }]],
    ["SELECT DISTINCT active FROM input2 WHERE active IS NOT NULL ORDER BY active", [{ active: false }, { active: true }]],
    ["SELECT id FROM input1 ORDER BY 1 DESC LIMIT 2 OFFSET 1", [{ id: 3 }, { id: 2 }]],
    ["SELECT id FROM input2 WHERE name LIKE '%N' OR name LIKE 'c_'", [{ id: 7 }, { id: 8 }, { id: 9 }]],
    ["SELECT id FROM input1 WHERE id IN (1, '3') AND NOT total BETWEEN 6 AND 20", [{ id: 3 }]],
    ["SELECT id FROM input1 WHERE id NOT IN (1, 2) AND customer IS NOT NULL", [{ id: 3 }]],
    [
      "SELECT CASE WHEN total > 9 THEN 'large' ELSE 'small' END AS size, -total * 2 + 1 AS x FROM input1 WHERE id = 1",
      [{ size: "large", x: -19 }],
    ],
    ["SELECT CASE id WHEN 7 THEN 'seven' END AS w FROM input2 WHERE id < 9", [{ w: "seven" }, { w: null }]],
    [
      "SELECT UPPER(name) || '!' AS a, COALESCE(active, 'none') b, ROUND(7.126, 2) AS c, CAST('5' AS INT) AS d FROM input2 WHERE id = 9",
      [{ a: "CY!", b: "none", c: 7.13, d: 5 }],
    ],
    ["SELECT input1.to->city AS city, [to].city AS same FROM input1 WHERE id = 1", [{ city: "Ávila", same: "Ávila" }]],
    [
      "SELECT input2.*, total FROM input1 INNER JOIN input2 ON input2.id = input1.customer WHERE input1.id = 3",
      [{ id: 8, name: "ben", active: false, total: 5 }],
    ],
    ["SELECT id FROM input1 WHERE id < 2 UNION ALL SELECT id FROM input2 ORDER BY id DESC LIMIT 2", [{ id: 9 }, { id: 8 }]],
    ["SELECT name FROM input2 UNION SELECT name FROM input2", [{ name: "Ann" }, { name: "ben" }, { name: "Cy" }]],
    ["SELECT 'it''s' AS t, 1/0 AS none -- words\n/* and more */ FROM input2 LIMIT 1;", [{ t: "it's", none: null }]],
    ["SELECT total/4, COUNT(*) FROM input1 GROUP BY total/4 ORDER BY 1 LIMIT 1", [{ "total/4": 0.25, "COUNT(*)": 1 }]],
  ])("%s", async (query, expected) => {
    expect(await run(query)).toEqual(expected);
  });
  it("joins by USING, and three inputs", async () => {
    expect(
      await run("SELECT a.x, c.y FROM input1 a JOIN input2 b USING (id) JOIN input3 c ON c.id = b.id", [
        [{ id: 1, x: 1 }],
        [{ id: 1 }],
        [{ id: 1, y: 2 }],
      ]),
    ).toEqual([{ x: 1, y: 2 }]);
  });
  it("says which items each row is made of", async () => {
    const { outputs } = await step("SELECT o.id FROM input1 o LEFT JOIN input2 c ON o.customer = c.id ORDER BY o.id DESC LIMIT 2");
    expect(outputs[0]?.map(({ source }) => source)).toEqual([[3], [2, { item: 1, input: 1 }]]);
  });
  it.each([
    ["", "There is no query."],
    ["DROP TABLE input1", "line 1, column 1: a query begins with SELECT"],
    ["SELECT 1 FROM input1; DELETE FROM input1", "'DELETE' can't stand here"],
    ["SELECT a FROM input1\nWHERE", "line 2, column 6: a name is missing here"],
    ["SELECT 'a FROM input1", "a quote is never closed"],
    ["SELECT a FROM nope", "there is no table 'nope'"],
    ["SELECT evil(1) FROM input1", "there is no function EVIL"],
    ["SELECT constructor(1) FROM input1", "there is no function CONSTRUCTOR"],
    ["SELECT a FROM input1 LIMIT -1", "a whole number is missing here"],
    [`SELECT ${"(".repeat(1_000)}1${")".repeat(1_000)} FROM input1`, "nested too deeply"],
    [`SELECT ${"NOT ".repeat(10_000)}1 FROM input1`, "nested too deeply"],
    [`SELECT ${"x".repeat(50_001)} FROM input1`, "longer than 50,000"],
    ["SELECT # FROM input1", "'#' means nothing here"],
  ])("refuses %.60s", async (query, message) => {
    await expect(run(query)).rejects.toMatchObject({ failure: { field: "query", message: expect.stringContaining(message) as unknown } });
  });
  it("refuses a join that would look at too much, and joins much by a key", async () => {
    const many = Array.from({ length: 20_000 }, (_, id) => ({ id }));
    await expect(run("SELECT COUNT(*) FROM input1, input2", [many, many])).rejects.toThrow(/make more than 1,000,000 rows/);
    await expect(run("SELECT 1 FROM input1 JOIN input2 ON input1.id + 1 < 0", [many, many])).rejects.toThrow(/look at more than 3,000,000/);
    expect(await run("SELECT COUNT(*) AS n FROM input1 a JOIN input2 b ON a.id = b.id", [many, many])).toEqual([{ n: 20_000 }]);
  });
  it("holds nobody up while it joins, groups and sorts", async () => {
    const many = Array.from({ length: 1_000 }, (_, id) => ({ id, t: "x".repeat(50) }));
    const held = await longestHold(async () => {
      const rows = await run("SELECT DISTINCT a.id n, COUNT(*) c FROM input1 a JOIN input2 b ON a.id < b.id GROUP BY a.id ORDER BY c", [
        many,
        many,
      ]);
      expect(rows.slice(0, 2)).toEqual([
        { n: 998, c: 1 },
        { n: 997, c: 2 },
      ]);
      expect(rows).toHaveLength(999);
    });
    expect(held).toBeLessThan(1_000);
  });
  it("sorts as SQL does, equal rows in their order", async () => {
    const many = Array.from({ length: 3_000 }, (_, id) => ({ id, k: (id * 7) % 10 }));
    const rows = await run("SELECT id, k FROM input1 ORDER BY k DESC", [many, []]);
    expect(rows).toEqual(many.toSorted((a, b) => b.k - a.k));
  });
  it("refuses more pairs of long lists than memory holds", async () => {
    const many = itemsOf(...Array.from({ length: 1_001 }, () => ({})));
    const wide = Array.from({ length: 900 }, (_, id) => ({
      json: { id, ...Object.fromEntries(Array.from({ length: 40 }, (_n, k) => [`f${k}`, k])) },
    }));
    await expect(runStep(mergeAction, { params: { mode: "all" }, inputs: [wide, wide] })).rejects.toThrow(/more pairs than fit/);
    await expect(runStep(mergeAction, { params: { mode: "all" }, inputs: [many, many] })).rejects.toThrow(
      /more pairs than fit into memory/,
    );
    const alike = { mode: "fields", fields: [{ left: "a", right: "" }] };
    const same = itemsOf(...Array.from({ length: 1_001 }, () => ({ a: 1 })));
    await expect(runStep(mergeAction, { params: alike, inputs: [same, same] })).rejects.toThrow(/more pairs than fit into memory/);
    const first = await runStep(mergeAction, { params: { ...alike, multiple: "first" }, inputs: [same, same] });
    expect(first.outputs[0]).toHaveLength(1_001);
  });
  it("patterns with many % take no longer than others", async () => {
    const start = performance.now();
    expect(await run(`SELECT id FROM input1 WHERE t LIKE '${"%a".repeat(200)}b'`, [[{ id: 1, t: "a".repeat(20_000) }], []])).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
  it("reads own fields only, and writes __proto__ as a field", async () => {
    expect(await run("SELECT toString AS a, input1.constructor->name AS b FROM input1 LIMIT 1")).toEqual([{}]);
    const [made] = await run("SELECT id AS __proto__ FROM input1 LIMIT 1");
    expect(Object.keys(made ?? {})).toEqual(["__proto__"]);
  });
});
