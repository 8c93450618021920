import MiniSearch from "minisearch";
import { plain, searchWords } from "../../parts/search-words.ts";
import type { Operation } from "../graph/to-flow.ts";
import type { CatalogIndex } from "../store/catalog-index.ts";

export interface Hit {
  operation: Operation;
  /** How well the words fit; 1 for the best one. */
  score: number;
}

export type CatalogSearch = (text: string) => Hit[];

const BOOST = { title: 4, tool: 3, keywords: 2, description: 1, name: 1 };

/** Finds operations by words in any order; forgives a typo in longer words and takes the beginning of one for the whole. */
export function createCatalogSearch({ tools, byType }: CatalogIndex): CatalogSearch {
  const index = new MiniSearch<{ id: string; title: string; tool: string; keywords: string; description: string; name: string }>({
    fields: ["title", "tool", "keywords", "description", "name"],
    processTerm: plain,
    searchOptions: { boost: BOOST, prefix: true, fuzzy: (term) => (term.length > 3 ? 0.2 : false), combineWith: "AND" },
  });
  const toolWords = new Map(tools.map((tool) => [tool.id, tool.keywords.join(" ")]));
  index.addAll(
    [...byType.values()].map(({ type, title, description, keywords, tool }) => ({
      id: type,
      title,
      tool: `${tool.name} ${tool.category}`,
      keywords: `${keywords.join(" ")} ${toolWords.get(tool.id) ?? ""}`,
      description,
      // As the type is called: `core.manual`.
      name: type.replace(/[._-]/g, " "),
    })),
  );
  return (text) => {
    const words = searchWords(text);
    const strict = index.search(words);
    const results = strict.length > 0 ? strict : index.search(words, { combineWith: "OR" });
    const best = results[0]?.score ?? 1;
    return results.flatMap(({ id, score }) => {
      const operation = byType.get(String(id));
      return operation ? [{ operation, score: score / best }] : [];
    });
  };
}
