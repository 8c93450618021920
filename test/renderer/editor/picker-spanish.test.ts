import { describe, expect, it } from "vitest";
import { catalog } from "../../../connectors/registry.ts";
import { searchTools, toolIndex } from "../../../renderer/features/catalog/search.ts";
import { createCatalogSearch } from "../../../renderer/features/editor/picker/catalog-search.ts";
import { indexCatalog } from "../../../renderer/features/editor/store/catalog-index.ts";
import { catalogInWords, sayIn } from "../../../renderer/i18n/connector-words.ts";
import { words } from "../../../renderer/i18n/es/tools/index.ts";

const tools = catalogInWords(catalog(), sayIn(words), words.search);
const search = createCatalogSearch(indexCatalog(tools));
const steps = (text: string) => search(text).map(({ operation }) => operation.type);
const index = toolIndex(tools);
const found = (text: string) =>
  searchTools(index, tools, text).flatMap(({ tool, operations }) => [tool.id, ...operations.map(({ type }) => type)]);

describe("in a Spanish window, a step is found", () => {
  it.each([
    ["enviar un correo", "smtp-imap.send"],
    ["enviar mensaje telegram", "telegram.send_message"],
    ["crear factura", "stripe.create_invoice"],
    ["horario", "core.schedule"],
    ["cada dia", "core.schedule"],
    ["esperar", "core.wait"],
    ["condición", "core.if"],
    ["condicion", "core.if"],
    ["leer excel", "core.extract_from_file"],
    ["hoja de cálculo", "core.convert_to_file"],
    ["presupuesto en pdf", "core.make_pdf"],
    ["quitar repetidos", "core.remove_duplicates"],
    ["enlace de pago", "stripe.create_payment_link"],
    ["tabla de datos", "core.data_table"],
    ["petición http", "core.http"],
  ])("by its Spanish words: %s", (text, type) => {
    expect(steps(text).slice(0, 4)).toContain(type);
    expect(found(text)).toContain(type);
  });

  it.each([
    ["schedule", "core.schedule"],
    ["send message", "telegram.send_message"],
    ["make a pdf", "core.make_pdf"],
    ["remove duplicates", "core.remove_duplicates"],
    ["if", "core.if"],
    ["wait", "core.wait"],
    ["core.http", "core.http"],
  ])("by its English words: %s", (text, type) => {
    expect(steps(text).slice(0, 4)).toContain(type);
  });

  it("without what only looks like the word", () => {
    expect(steps("correo")[0]).toBe("smtp-imap.send");
    expect(steps("correo")).not.toContain("core.code");
  });

  it("by the first letters, also where they are a small word", () => {
    expect(steps("el")).toContain("core.switch");
    expect(steps("correo el")).toContain("smtp-imap.send");
  });
});
