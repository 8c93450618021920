import { useRef } from "react";
import type { Snapshot } from "./query-cache.ts";

/** Shows the last answer while the next question is being answered: another page, a longer list. */
export function useKept<Q extends Snapshot<unknown>>(query: Q): Q {
  const kept = useRef<Q["data"]>(undefined);
  if (query.data !== undefined) kept.current = query.data;
  if (query.data !== undefined || !query.loading || kept.current === undefined) return query;
  return { ...query, data: kept.current, loading: false, refreshing: true };
}
