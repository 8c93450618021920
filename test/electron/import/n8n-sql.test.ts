import { describe, expect, it } from "vitest";
import { findAction } from "../../../connectors/registry.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

function map(type: string, typeVersion: number, parameters: Record<string, unknown>) {
  const { workflow, partial, unsupported } = importN8n({ nodes: [{ name: "S", type: `n8n-nodes-base.${type}`, typeVersion, parameters }] });
  const node = workflow.nodes[0];
  const action = findAction(node?.type ?? "");
  if (action) expect(action.input.safeParse(node?.params).error).toBeUndefined();
  return { type: node?.type, params: node?.params, partial: partial.map((p) => p.reason), unsupported: unsupported.map((u) => u.reason) };
}
const table = { schema: { __rl: true, mode: "list", value: "public" }, table: { __rl: true, mode: "list", value: "my jobs" } };

describe("postgres", () => {
  it("finds rows", () => {
    const where = {
      values: [
        { column: "a b", condition: "IS NULL" },
        { column: "id", value: "={{ $json.id }}" },
        { column: "n", condition: ">", value: 3 },
      ],
    };
    const sort = { values: [{ column: "id", direction: "DESC" }] };
    expect(
      map("postgres", 2.6, {
        ...table,
        operation: "select",
        returnAll: true,
        where,
        sort,
        combineConditions: "OR",
        options: { outputColumns: ["id"] },
      }),
    ).toEqual({
      type: "postgres.select",
      params: {
        schema: "public",
        table: "my jobs",
        where: [
          { column: "a b", is: "null" },
          { column: "id", is: "=", value: "={{ $json.id }}" },
          { column: "n", is: ">", value: 3 },
        ],
        combine: "or",
        columns: ["id"],
        sort: [{ column: "id", descending: true }],
        limit: 0,
      },
      partial: [],
      unsupported: [],
    });
    expect(map("postgres", 2.6, { ...table, operation: "select" }).params).toMatchObject({ limit: 50, where: [] });
  });

  it("writes rows with what each version has", () => {
    const columns = { mappingMode: "defineBelow", matchingColumns: ["id"], value: { id: "={{ $json.id }}", done: true } };
    const fields = [
      { column: "id", value: "={{ $json.id }}" },
      { column: "done", value: true },
    ];
    expect(map("postgres", 2.6, { ...table, columns })).toMatchObject({ type: "postgres.insert", params: { values: "fields", fields } });
    expect(map("postgres", 2.6, { ...table, operation: "update", columns })).toMatchObject({
      type: "postgres.update",
      params: { match: ["id"], fields },
    });
    expect(
      map("postgres", 2.6, { ...table, operation: "upsert", columns: { mappingMode: "autoMapInputData", matchingColumns: ["id"] } }).params,
    ).toEqual({
      schema: "public",
      table: "my jobs",
      match: ["id"],
    });
    const manual = {
      dataMode: "defineBelow",
      columnToMatchOn: "id",
      valueToMatchOn: "5",
      valuesToSend: { values: [{ column: "done", value: "x" }] },
    };
    expect(
      map("postgres", 2.1, { ...table, operation: "update", ...manual, options: { replaceEmptyStrings: true, outputColumns: ["id"] } })
        .params,
    ).toMatchObject({
      match: ["id"],
      fields: [
        { column: "id", value: "5" },
        { column: "done", value: "x" },
      ],
      emptyAsNull: true,
      returning: ["id"],
    });
    expect(
      map("postgres", 1, { operation: "update", schema: "office", table: "t", updateKey: "id", columns: "done, note:text" }).params,
    ).toMatchObject({
      schema: "office",
      match: ["id"],
      fields: [{ column: "id", value: '={{ $json["id"] }}' }, { column: "done" }, { column: "note", value: '={{ $json["note"] }}' }],
    });
    expect(map("postgres", 2.6, { ...table, columns, options: { skipOnConflict: true, queryBatching: "transaction" } })).toMatchObject({
      params: { skip: true },
      partial: ["its items are written one by one, not all in one transaction"],
    });
  });

  it("runs SQL, with its values apart", () => {
    const query = "SELECT * FROM t WHERE a = $1 AND b = $2";
    const given = (queryReplacement: unknown) =>
      map("postgres", 2.6, { operation: "executeQuery", query, options: { queryReplacement } }).params?.parameters;
    expect(given("a, b")).toEqual(["a", "b"]);
    expect(given("={{ $json.a }},{{ [1, 2].join(',') }}")).toEqual(["={{ $json.a }}", "={{ [1, 2].join(',') }}"]);
    expect(given("={{ [$json.a, 2] }}")).toBe("={{ [$json.a, 2] }}");
    expect(given("x{{ $json.a }}")).toEqual(["x{{ $json.a }}"]);
    expect(map("postgres", 1, { operation: "executeQuery", query, additionalFields: { queryParams: "a,b" } }).params?.parameters).toEqual([
      '={{ $json["a"] }}',
      '={{ $json["b"] }}',
    ]);
    const mixed = map("postgres", 2.6, { operation: "executeQuery", query: "SELECT {{ $json.a }} FROM t" });
    expect(mixed).toMatchObject({
      params: { query: "=SELECT {{ $json.a }} FROM t" },
      partial: [expect.stringContaining("values now") as string],
    });
    const whole = map("postgres", 2.6, { operation: "executeQuery", query: "={{ $json.query }}" });
    expect(whole).toMatchObject({ params: { query: "={{ $json.query }}" }, partial: [expect.stringContaining("whole query") as string] });
  });

  it("deletes", () => {
    expect(map("postgres", 2.6, { ...table, operation: "deleteTable" }).params).toMatchObject({ what: "all" });
    expect(
      map("postgres", 2.6, { ...table, operation: "deleteTable", deleteCommand: "drop", options: { cascade: true } }).params,
    ).toMatchObject({ what: "table", cascade: true });
    const where = { values: [{ column: "id", value: 1 }] };
    expect(map("postgres", 2.6, { ...table, operation: "deleteTable", deleteCommand: "delete", where }).params).toMatchObject({
      where: [{ column: "id", is: "=", value: 1 }],
    });
    expect(map("postgres", 2.6, { operation: "explode" }).unsupported).toHaveLength(1);
  });
});

describe("mySql", () => {
  it("of each version becomes the same steps", () => {
    const manual = { dataMode: "defineBelow", valuesToSend: { values: [{ column: "done", value: "x" }] } };
    expect(map("mySql", 2.4, { table: table.table, operation: "insert", ...manual, options: { skipOnConflict: true } })).toMatchObject({
      type: "mysql.insert",
      params: { table: "my jobs", values: "fields", fields: [{ column: "done", value: "x" }], skip: true },
    });
    expect(
      map("mySql", 2.4, { table: table.table, operation: "upsert", columnToMatchOn: "id", dataMode: "autoMapInputData" }).params,
    ).toEqual({
      table: "my jobs",
      match: ["id"],
    });
    expect(map("mySql", 2, { operation: "executeQuery", query: "SELECT $1", options: { queryReplacement: "a" } })).toMatchObject({
      type: "mysql.query",
      params: { query: "SELECT $1", parameters: ["a"] },
    });
    expect(map("mySql", 1, { table: "t", columns: "a, b" }).params).toMatchObject({
      table: "t",
      fields: [{ column: "a" }, { column: "b" }],
    });
    expect(map("mySql", 1, { operation: "executeQuery", query: "=SELECT {{ $json.id }}" }).params).toEqual({
      query: "=SELECT {{ $json.id }}",
    });
  });
});
