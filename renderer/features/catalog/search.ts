import MiniSearch from "minisearch";
import type { OperationInfo, ToolInfo } from "#shared/model/catalog.ts";
import { plain, searchWords } from "../parts/search-words.ts";

/** What people say for what tools call themselves. Each word of a group finds the others. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["sms", "text message", "text", "message", "mms", "mensaje"],
  ["email", "mail", "e-mail", "correo"],
  ["invoice", "bill", "billing", "factura", "facturar"],
  ["payment", "pay", "card", "checkout", "money", "pago", "cobro", "cobrar", "tarjeta", "dinero"],
  ["crm", "customer", "contact", "lead", "client", "cliente", "contacto"],
  ["calendar", "appointment", "booking", "schedule", "meeting", "calendario", "cita", "reserva"],
  ["spreadsheet", "sheet", "excel", "table", "hoja de calculo", "tabla"],
  ["accounting", "bookkeeping", "books", "ledger", "contabilidad"],
  ["job", "work order", "visit", "dispatch", "trabajo", "obra", "visita"],
  ["quote", "estimate", "proposal", "bid", "presupuesto"],
  ["chat", "team", "channel", "notify", "notification", "aviso", "avisar", "canal"],
  ["call", "phone", "voice", "dial", "llamada", "telefono"],
  ["ai", "gpt", "model", "llm", "assistant", "ia", "asistente"],
  ["file", "document", "drive", "storage", "folder", "archivo", "documento", "carpeta"],
  ["website", "site", "page", "web", "pagina"],
  ["form", "survey", "questionnaire", "formulario", "encuesta"],
  ["webhook", "callback", "trigger", "event", "disparador", "evento"],
  ["filter", "if", "condition", "branch", "when", "filtro", "condicion", "rama"],
  ["wait", "delay", "pause", "sleep", "later", "esperar", "pausa"],
  ["api", "http", "request", "rest", "url", "peticion"],
  ["shop", "store", "ecommerce", "order", "tienda", "pedido"],
  ["signature", "sign", "contract", "agreement", "firma", "firmar", "contrato"],
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
  for (const { id } of index.search(searchWords(text))) {
    const tool = tools.find((one) => one.id === id || [...one.triggers, ...one.actions].some(({ type }) => type === id));
    if (!tool) continue;
    const hit = hits.get(tool.id) ?? { tool, operations: [] };
    const operation = [...tool.triggers, ...tool.actions].find(({ type }) => type === id);
    if (operation) hit.operations.push(operation);
    hits.set(tool.id, hit);
  }
  return [...hits.values()];
}
