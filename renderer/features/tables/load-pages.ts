import type { TableRow } from "#shared/contract/tables.ts";
import { client } from "../../bridge/index.ts";

export interface RowsAsked {
  table: string;
  search: string;
  sort: string;
  descending: boolean;
}

export interface RowsShown {
  total: number;
  columns: string[];
  rows: TableRow[];
}

/** The first `limit` rows: in several calls where the engine gives fewer at once, because they are large or many. */
export async function loadPages(asked: RowsAsked, limit: number, signal: AbortSignal): Promise<RowsShown> {
  const rows: TableRow[] = [];
  const columns = new Set<string>();
  for (;;) {
    const page = await client.tables.rows({ ...asked, offset: rows.length, limit: Math.min(1000, limit - rows.length) }, { signal });
    for (const name of page.columns) columns.add(name);
    for (const row of page.rows) for (const name of Object.keys(row.values)) columns.add(name);
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= Math.min(limit, page.total)) return { total: page.total, columns: [...columns], rows };
  }
}
