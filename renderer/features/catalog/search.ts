import MiniSearch from "minisearch";
import type { OperationInfo, ToolInfo } from "#shared/model/catalog.ts";

/** What people say for what tools call themselves. Each word of a group finds the others. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["sms", "text message", "text", "message", "mms"],
  ["email", "mail", "e-mail"],
  ["invoice", "bill", "billing"],
  ["payment", "pay", "card", "checkout", "money"],
  ["crm", "customer", "contact", "lead", "client"],
  ["calendar", "appointment", "booking", "schedule", "meeting"],
  ["spreadsheet", "sheet", "excel", "table"],
  ["accounting", "bookkeeping", "books", "ledger"],
  ["job", "work order", "visit", "dispatch"],
  ["quote", "estimate", "proposal", "bid"],
  ["chat", "team", "channel", "notify", "notification"],
  ["call", "phone", "voice", "dial"],
  ["ai", "gpt", "model", "llm", "assistant"],
  ["file", "document", "drive", "storage", "folder"],
  ["website", "site", "page", "web"],
  ["form", "survey", "questionnaire"],
  ["webhook", "callback", "trigger", "event"],
  ["filter", "if", "condition", "branch", "when"],
  ["wait", "delay", "pause", "sleep", "later"],
  ["api", "http", "request", "rest", "url"],
  ["shop", "store", "ecommerce", "order"],
  ["signature", "sign", "contract", "agreement"],
];

export interface ToolHit {
  tool: ToolInfo;
  /** Operations that fit by themselves, best first. */
  operations: OperationInfo[];
}

interface Doc {
  id: string;
  toolId: string;
  name: string;
  description: string;
  words: string;
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Every word that means the same as one in the text. */
function withSynonyms(text: string): string {
  const hay = ` ${plain(text)} `;
  return SYNONYMS.filter((group) => group.some((word) => hay.includes(` ${word} `) || hay.includes(` ${word}s `)))
    .flat()
    .join(" ");
}

/** Tools and each of their operations, found by name, words, or what people call them. */
export function toolIndex(tools: readonly ToolInfo[]): MiniSearch<Doc> {
  const index = new MiniSearch<Doc>({
    fields: ["name", "description", "words"],
    storeFields: ["toolId"],
    processTerm: (term) => plain(term),
    searchOptions: { boost: { name: 5, words: 2 }, prefix: true, fuzzy: (term) => (term.length > 3 ? 0.25 : false), combineWith: "AND" },
  });
  const text = ({ title, description, keywords }: OperationInfo) => [title, description, ...keywords].join(" ");
  index.addAll(
    tools.flatMap((tool): Doc[] => {
      const own = [tool.name, tool.category, tool.description, ...tool.keywords].join(" ");
      return [
        {
          id: tool.id,
          toolId: tool.id,
          name: tool.name,
          description: tool.description,
          words: [tool.category, ...tool.keywords, withSynonyms(own)].join(" "),
        },
        ...[...tool.triggers, ...tool.actions].map(
          (operation): Doc => ({
            id: operation.type,
            toolId: tool.id,
            name: operation.title,
            description: operation.description,
            words: [tool.name, ...operation.keywords, withSynonyms(text(operation))].join(" "),
          }),
        ),
      ];
    }),
  );
  return index;
}

export function searchTools(index: MiniSearch<Doc>, tools: readonly ToolInfo[], text: string): ToolHit[] {
  const hits = new Map<string, ToolHit>();
  for (const { id } of index.search(text)) {
    const tool = tools.find((one) => one.id === id || [...one.triggers, ...one.actions].some(({ type }) => type === id));
    if (!tool) continue;
    const hit = hits.get(tool.id) ?? { tool, operations: [] };
    const operation = [...tool.triggers, ...tool.actions].find(({ type }) => type === id);
    if (operation) hit.operations.push(operation);
    hits.set(tool.id, hit);
  }
  return [...hits.values()];
}
