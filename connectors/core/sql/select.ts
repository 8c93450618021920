import { pace } from "#kit/turn.ts";
import { type StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import { canonical } from "../values/equality.ts";
import { setOwn } from "../values/path.ts";
import { sortInTurns } from "../values/sort-in-turns.ts";
import { aggregates, evaluate, order, type Row } from "./evaluate.ts";
import { type Expr, type Join, parseSelect, type Select } from "./parse.ts";
import { atPlace } from "./tokens.ts";

/** Rows that a query may look at: beyond it, it would take too long. */
const MOST_WORK = 3_000_000;
/** Rows that it may make on its way, all in memory. */
const MOST_KEPT = 1_000_000;
/** Values in the rows that come out: wide rows fill the memory sooner. */
const MOST_VALUES = 20_000_000;

/** What came out, with the rows of the tables that it was made of. */
export interface Selected {
  json: JsonObject;
  from: readonly JsonObject[];
}

/** A row that comes out, and what it was made of. */
interface Found {
  row: Row;
  group: readonly Row[] | undefined;
  selected: Selected;
}

type Tables = ReadonlyMap<string, readonly JsonObject[]>;

class Query {
  readonly #text: string;
  readonly #tables: Tables;
  readonly #paced = pace();
  #work = 0;
  #kept = 0;
  #values = 0;
  constructor(text: string, tables: Tables) {
    this.#text = text;
    this.#tables = tables;
  }
  /** Counts rows that are looked at; to be awaited where it gives something. */
  #count(rows = 1): Promise<void> | undefined {
    this.#work += rows;
    if (this.#work > MOST_WORK) throw tooMuch(`look at more than ${MOST_WORK.toLocaleString("en")} rows`);
    return this.#paced();
  }
  #keep(into: Row[], row: Row): void {
    if (++this.#kept > MOST_KEPT) throw tooMuch(`make more than ${MOST_KEPT.toLocaleString("en")} rows`);
    into.push(row);
  }
  #table({ name, at }: Select["from"]): readonly JsonObject[] {
    const rows = this.#tables.get(name.toLowerCase());
    if (rows) return rows;
    throw atPlace(this.#text, at, `there is no table '${name}'`, `The tables are ${[...this.#tables.keys()].join(", ")}.`);
  }
  #value(expr: Expr, row: Row, group?: readonly Row[]): unknown {
    return evaluate(expr, { row, group, query: this.#text });
  }

  async run(select: Select): Promise<Selected[]> {
    const groups = await this.#grouped(select, await this.#where(select, await this.#joined(select)));
    let found: Found[] = [];
    for (const { row, group } of groups) {
      const waited = this.#count();
      if (waited) await waited;
      if (select.having !== undefined && !this.#value(select.having, row, group)) continue;
      found.push({ row, group, selected: await this.#output(select, row, group) });
    }
    if (select.distinct) found = await this.#distinct(found);
    if (!select.union) return this.#cut(await this.#sorted(select, found), select);
    const rest = select.union.select;
    const more = await this.run({ ...rest, orderBy: [], limit: undefined, offset: 0 });
    // What stands at the end of a union orders all of it.
    const all = [...found.map(({ selected }) => selected), ...more].map(
      (selected): Found => ({ row: new Map([["", selected.json]]), group: undefined, selected }),
    );
    const each = select.union.all ? all : await this.#distinct(all);
    return this.#cut(await this.#sorted(rest.orderBy.length > 0 ? rest : select, each), rest.limit === undefined ? select : rest);
  }

  async #where({ where }: Select, rows: Row[]): Promise<Row[]> {
    if (where === undefined) return rows;
    const found: Row[] = [];
    for (const row of rows) {
      const waited = this.#count();
      if (waited) await waited;
      if (this.#value(where, row)) found.push(row);
    }
    return found;
  }

  async #distinct(found: readonly Found[]): Promise<Found[]> {
    const each = new Map<string, Found>();
    for (const one of found) {
      const waited = this.#count();
      if (waited) await waited;
      each.set(canonical(one.selected.json), one);
    }
    return [...each.values()];
  }

  #cut(found: readonly Selected[], { limit, offset }: Select): Selected[] {
    return found.slice(offset, limit === undefined ? undefined : offset + limit);
  }

  async #sorted({ orderBy, outputs }: Select, found: readonly Found[]): Promise<Selected[]> {
    const keyed: { selected: Selected; keys: unknown[] }[] = [];
    for (const { row, group, selected } of found) {
      if (orderBy.length > 0) await this.#count();
      const keys = orderBy.map(({ expr }) => {
        if (expr.kind === "value" && typeof expr.value === "number") return selected.json[outputs[expr.value - 1]?.name ?? ""];
        const name = expr.kind === "column" && expr.table === undefined && expr.path.length === 1 ? expr.path[0] : undefined;
        return name !== undefined && Object.hasOwn(selected.json, name) ? selected.json[name] : this.#value(expr, row, group);
      });
      keyed.push({ selected, keys });
    }
    if (orderBy.length === 0) return keyed.map(({ selected }) => selected);
    const compare = (a: { keys: unknown[] }, b: { keys: unknown[] }): number => {
      for (const [n, { descending }] of orderBy.entries()) {
        const sign = order(a.keys[n], b.keys[n]);
        if (sign !== 0) return descending ? -sign : sign;
      }
      return 0;
    };
    return (await sortInTurns(keyed, compare)).map(({ selected }) => selected);
  }

  async #grouped({ groupBy, outputs, having }: Select, rows: readonly Row[]): Promise<{ row: Row; group?: readonly Row[] }[]> {
    if (groupBy.length === 0 && !outputs.some(({ expr }) => aggregates(expr)) && !aggregates(having)) return rows.map((row) => ({ row }));
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const waited = this.#count();
      if (waited) await waited;
      const key = canonical(groupBy.map((expr) => this.#value(expr, row) ?? null));
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
    // Sums over nothing are one row, as in any database.
    if (groups.size === 0 && groupBy.length === 0) return [{ row: new Map(), group: [] }];
    return [...groups.values()].map((group) => ({ row: group[0] ?? new Map(), group }));
  }

  async #output({ outputs }: Select, row: Row, group: readonly Row[] | undefined): Promise<Selected> {
    const json: JsonObject = {};
    for (const { all, expr, name } of outputs) {
      if (expr) {
        if (group) await this.#count(group.length);
        const value = this.#value(expr, row, group);
        if (value !== undefined) setOwn(json, name, value);
      } else {
        for (const [alias, fields] of row) {
          if (all?.table !== undefined && all.table !== alias) continue;
          for (const [key, value] of Object.entries(fields ?? {})) setOwn(json, key, value);
        }
      }
    }
    this.#values += Object.keys(json).length;
    if (this.#values > MOST_VALUES) throw tooMuch(`give more than ${MOST_VALUES.toLocaleString("en")} values`);
    const from = (group ?? [row]).flatMap((one) => [...one.values()].filter((fields) => fields !== undefined));
    return { json, from };
  }

  async #joined({ from, joins }: Select): Promise<Row[]> {
    let rows: Row[] = [];
    for (const json of this.#table(from)) this.#keep(rows, new Map([[from.alias, json]]));
    const known = [from.alias];
    for (const join of joins) {
      rows = await this.#join(rows, known, join);
      known.push(join.table.alias);
    }
    return rows;
  }

  /** Rows of a table by the text of a value. */
  async #byKey(rows: readonly JsonObject[], alias: string, expr: Expr): Promise<Map<string, JsonObject[]>> {
    const byKey = new Map<string, JsonObject[]>();
    for (const row of rows) {
      const waited = this.#count();
      if (waited) await waited;
      const value = this.#value(expr, new Map([[alias, row]]));
      if (value === null || value === undefined) continue;
      const text = toText(value);
      const found = byKey.get(text);
      if (found) found.push(row);
      else byKey.set(text, [row]);
    }
    return byKey;
  }

  /** Row by row, or by a table of the values where the condition is an equality. */
  async #join(rows: readonly Row[], known: readonly string[], { kind, table, on }: Join): Promise<Row[]> {
    const { alias } = table;
    const others = this.#table(table);
    const keys = on && equality(on, known, alias);
    const byKey = keys && (await this.#byKey(others, alias, keys.right));
    const joined: Row[] = [];
    const met = new Set<JsonObject>();
    for (const row of rows) {
      const key = keys && this.#value(keys.left, row);
      const candidates = byKey ? (key === null || key === undefined ? [] : (byKey.get(toText(key)) ?? [])) : others;
      let found = false;
      for (const other of candidates) {
        const waited = this.#count();
        if (waited) await waited;
        const both = new Map(row).set(alias, other);
        if (on !== undefined && !this.#value(on, both)) continue;
        found = true;
        met.add(other);
        this.#keep(joined, both);
      }
      if (!found && (kind === "left" || kind === "full")) this.#keep(joined, new Map(row).set(alias, undefined));
    }
    if (kind === "right" || kind === "full") {
      const none = known.map((name): [string, undefined] => [name, undefined]);
      for (const other of others) {
        if (!met.has(other)) this.#keep(joined, new Map<string, JsonObject | undefined>(none).set(alias, other));
      }
    }
    return joined;
  }
}

/** The two sides of `a.x = b.y` in a condition, where it has one: the first of tables that are there, the other of the new one. */
function equality(on: Expr, known: readonly string[], alias: string): { left: Expr; right: Expr } | undefined {
  if (on.kind !== "binary") return undefined;
  if (on.op === "AND") return equality(on.left, known, alias) ?? equality(on.right, known, alias);
  if (on.op !== "=" && on.op !== "==") return undefined;
  const { left, right } = on;
  if (left.kind !== "column" || right.kind !== "column" || left.table === undefined || right.table === undefined) return undefined;
  if (known.includes(left.table) && right.table === alias) return { left, right };
  return known.includes(right.table) && left.table === alias ? { left: right, right: left } : undefined;
}

const tooMuch = (what: string): StepError =>
  userError(`The query would ${what}.`, {
    field: "query",
    fix: "Join by ON a.x = b.y, and leave out rows before this step.",
  });

/** A SELECT over tables by their names (lower case). Throws user errors with line and column. */
export const selectFrom = (query: string, tables: Tables): Promise<Selected[]> => new Query(query, tables).run(parseSelect(query));
