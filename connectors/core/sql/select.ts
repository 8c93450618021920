import { type StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { toText } from "../values/convert.ts";
import { canonical } from "../values/equality.ts";
import { setOwn } from "../values/path.ts";
import { aggregates, evaluate, order, type Row } from "./evaluate.ts";
import { type Expr, type Join, parseSelect, type Select } from "./parse.ts";
import { atPlace } from "./tokens.ts";

/** Rows that a query may look at or make on its way: beyond it, it would hold everything else up. */
const MOST_WORK = 5_000_000;

/** What came out, with the rows of the tables that it was made of. */
export interface Selected {
  json: JsonObject;
  from: readonly JsonObject[];
}

type Tables = ReadonlyMap<string, readonly JsonObject[]>;

class Query {
  readonly #text: string;
  readonly #tables: Tables;
  #work = 0;
  constructor(text: string, tables: Tables) {
    this.#text = text;
    this.#tables = tables;
  }
  #count(): void {
    if (++this.#work > MOST_WORK) throw tooMuch();
  }
  #table({ name, at }: Select["from"]): readonly JsonObject[] {
    const rows = this.#tables.get(name.toLowerCase());
    if (rows) return rows;
    throw atPlace(this.#text, at, `there is no table '${name}'`, `The tables are ${[...this.#tables.keys()].join(", ")}.`);
  }
  #value(expr: Expr, row: Row, group?: readonly Row[]): unknown {
    return evaluate(expr, { row, group, query: this.#text });
  }

  run(select: Select): Selected[] {
    const rows = this.#joined(select).filter((row) => {
      this.#count();
      return select.where === undefined || Boolean(this.#value(select.where, row));
    });
    const grouped = select.groupBy.length > 0 || select.outputs.some(({ expr }) => aggregates(expr)) || aggregates(select.having);
    const groups: { row: Row; group?: readonly Row[] }[] = grouped ? this.#groups(select, rows) : rows.map((row) => ({ row }));
    let found = groups
      .filter(({ row, group }) => select.having === undefined || Boolean(this.#value(select.having, row, group)))
      .map(({ row, group }) => ({ row, group, selected: this.#output(select, row, group) }));
    if (select.distinct) found = [...new Map(found.map((one) => [canonical(one.selected.json), one])).values()];
    if (select.union) {
      const all = [
        ...found.map(({ selected }) => selected),
        ...this.run({ ...select.union.select, orderBy: [], limit: undefined, offset: 0 }),
      ];
      const rest = select.union.select;
      const each = select.union.all ? all : [...new Map(all.map((one) => [canonical(one.json), one])).values()];
      // What stands at the end of a union orders all of it.
      found = each.map((selected) => ({ row: new Map([["", selected.json]]), group: undefined, selected }));
      return this.#cut(this.#sorted(rest.orderBy.length > 0 ? rest : select, found), rest.limit === undefined ? select : rest);
    }
    return this.#cut(this.#sorted(select, found), select);
  }

  #cut(found: readonly Selected[], { limit, offset }: Select): Selected[] {
    return found.slice(offset, limit === undefined ? undefined : offset + limit);
  }

  #sorted({ orderBy, outputs }: Select, found: readonly { row: Row; group: readonly Row[] | undefined; selected: Selected }[]): Selected[] {
    if (orderBy.length === 0) return found.map(({ selected }) => selected);
    const keyed = found.map(({ row, group, selected }) => ({
      selected,
      keys: orderBy.map(({ expr }) => {
        if (expr.kind === "value" && typeof expr.value === "number") return selected.json[outputs[expr.value - 1]?.name ?? ""];
        const name = expr.kind === "column" && expr.table === undefined && expr.path.length === 1 ? expr.path[0] : undefined;
        return name !== undefined && Object.hasOwn(selected.json, name) ? selected.json[name] : this.#value(expr, row, group);
      }),
    }));
    keyed.sort((a, b) => {
      this.#count();
      for (const [n, { descending }] of orderBy.entries()) {
        const sign = order(a.keys[n], b.keys[n]);
        if (sign !== 0) return descending ? -sign : sign;
      }
      return 0;
    });
    return keyed.map(({ selected }) => selected);
  }

  #groups({ groupBy }: Select, rows: readonly Row[]): { row: Row; group: Row[] }[] {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      this.#count();
      const key = canonical(groupBy.map((expr) => this.#value(expr, row) ?? null));
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
    // Sums over nothing are one row, as in any database.
    if (groups.size === 0 && groupBy.length === 0) return [{ row: new Map(), group: [] }];
    return [...groups.values()].map((group) => ({ row: group[0] ?? new Map(), group }));
  }

  #output({ outputs }: Select, row: Row, group: readonly Row[] | undefined): Selected {
    const json: JsonObject = {};
    for (const { all, expr, name } of outputs) {
      if (expr) {
        const value = this.#value(expr, row, group);
        if (value !== undefined) setOwn(json, name, value);
      } else {
        for (const [alias, fields] of row) {
          if (all?.table !== undefined && all.table !== alias) continue;
          for (const [key, value] of Object.entries(fields ?? {})) setOwn(json, key, value);
        }
      }
    }
    const from = (group ?? [row]).flatMap((one) => [...one.values()].filter((fields) => fields !== undefined));
    return { json, from };
  }

  #joined({ from, joins }: Select): Row[] {
    let rows: Row[] = this.#table(from).map((json) => new Map([[from.alias, json]]));
    const known = [from.alias];
    for (const join of joins) {
      rows = this.#join(rows, known, join);
      known.push(join.table.alias);
    }
    return rows;
  }

  /** Row by row, or by a table of the values where the condition is an equality. */
  #join(rows: readonly Row[], known: readonly string[], { kind, table, on }: Join): Row[] {
    const { alias } = table;
    const others = this.#table(table);
    const keys = on && equality(on, known, alias);
    const byKey = new Map<string, JsonObject[]>();
    if (keys) {
      for (const other of others) {
        this.#count();
        const value = this.#value(keys.right, new Map([[alias, other]]));
        if (value === null || value === undefined) continue;
        const text = toText(value);
        const found = byKey.get(text);
        if (found) found.push(other);
        else byKey.set(text, [other]);
      }
    }
    const joined: Row[] = [];
    const met = new Set<JsonObject>();
    for (const row of rows) {
      const key = keys && this.#value(keys.left, row);
      const candidates = keys ? (key === null || key === undefined ? [] : (byKey.get(toText(key)) ?? [])) : others;
      let found = false;
      for (const other of candidates) {
        this.#count();
        const both = new Map(row).set(alias, other);
        if (on !== undefined && !this.#value(on, both)) continue;
        found = true;
        met.add(other);
        joined.push(both);
      }
      if (!found && (kind === "left" || kind === "full")) joined.push(new Map(row).set(alias, undefined));
    }
    if (kind === "right" || kind === "full") {
      for (const other of others) {
        if (!met.has(other)) joined.push(new Map<string, JsonObject | undefined>(known.map((name) => [name, undefined])).set(alias, other));
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

const tooMuch = (): StepError =>
  userError(`The query would look at more than ${MOST_WORK.toLocaleString("en")} rows.`, {
    field: "query",
    fix: "Join by ON a.x = b.y, and leave out rows before this step.",
  });

/** A SELECT over tables by their names (lower case). Throws user errors with line and column. */
export const selectFrom = (query: string, tables: Tables): Selected[] => new Query(query, tables).run(parseSelect(query));
