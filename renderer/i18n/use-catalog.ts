import type { ToolInfo } from "#shared/model/catalog.ts";
import { client, type QueryResult, useQuery } from "../bridge/index.ts";
import { type ConnectorWords, catalogInWords, sayIn } from "./connector-words.ts";
import { useConnectorWords } from "./use-connector-words.ts";

const made = new WeakMap<ConnectorWords, WeakMap<readonly ToolInfo[], ToolInfo[]>>();

/** The same answer for the same tools, so that what is drawn from them is not drawn anew. */
function inWords(tools: ToolInfo[], words: ConnectorWords): ToolInfo[] {
  const known = made.get(words) ?? new WeakMap<readonly ToolInfo[], ToolInfo[]>();
  made.set(words, known);
  const said = known.get(tools) ?? catalogInWords(tools, sayIn(words), words.search);
  known.set(tools, said);
  return said;
}

/** All tools with their operations, in the person's language. Not asked for while not `wanted`. */
export function useCatalog(wanted = true): QueryResult<ToolInfo[]> {
  const words = useConnectorWords();
  const query = useQuery(wanted ? ["catalog"] : null, (signal) => client.catalog.list(undefined, { signal }));
  if (words === null || !query.data) return query;
  if (words === undefined) return { ...query, data: undefined, loading: true };
  return { ...query, data: inWords(query.data, words) };
}
