import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Workflow } from "#shared/model/workflow.ts";
import { catalog } from "../../../connectors/registry.ts";
import { type EditorBrowser, editorBrowser, eventually, namesOf } from "./editor-page.ts";

// A browser beside other tests on few cores.
vi.setConfig({ testTimeout: 60_000 });
let browser: EditorBrowser;
beforeAll(async () => {
  browser = await editorBrowser();
}, 180_000);
afterAll(() => browser?.close());

const drawn = Workflow.parse({
  format: 1,
  id: "wf_es",
  name: "Avisos",
  nodes: [
    { id: "n1", name: "Inicio", type: "core.manual", position: { x: 0, y: 0 } },
    { id: "n2", name: "Pedido grande", type: "core.if", position: { x: 240, y: 0 } },
  ],
  edges: [{ id: "e1", from: { node: "n1", port: "out" }, to: { node: "n2", port: "in" } }],
});

/** The editor in a Spanish window, with all tools there are. */
async function inSpanish() {
  const opened = await browser.open(drawn);
  opened.api.api.state.tools = catalog();
  opened.api.api.state.settings.language = "es";
  await opened.page.reload();
  await opened.page.getByRole("application", { name: "Lienzo del flujo" }).waitFor();
  return opened;
}

describe("an editor in Spanish", () => {
  it("finds a step by Spanish words, names it in Spanish and asks for its fields in Spanish", async () => {
    const { page, step, saved, errors, close } = await inSpanish();
    await step("Pedido grande").click();
    await page.keyboard.press("/");
    const search = page.getByRole("combobox", { name: "Buscar un paso por lo que hace" });
    await search.fill("enviar correo electronico");
    await eventually(() => page.getByRole("option").first().innerText()).toContain("Enviar un correo");
    await page.keyboard.press("Enter");
    await step("Enviar un correo").waitFor();
    expect(namesOf(await saved())).toContain("Enviar un correo");
    for (const name of ["De", "Para", "Asunto"]) await page.getByRole("textbox", { name, exact: true }).waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  it("says in Spanish what a step is and where its items leave", async () => {
    const { step, close } = await inSpanish();
    for (const words of ["Si se cumple", "Sí", "No"]) await step("Pedido grande").getByText(words, { exact: true }).waitFor();
    await close();
  });

  it("says all in English again as soon as that is chosen", async () => {
    const { page, api, close } = await inSpanish();
    await page.goto(`${api.url}/#/catalog/core`);
    await page.getByRole("heading", { name: "Petición HTTP" }).waitFor();
    await page.getByRole("heading", { name: "Básico" }).waitFor();
    await page.goto(`${api.url}/#/settings`);
    await page.getByRole("group", { name: "Idioma" }).getByRole("button", { name: "English" }).click();
    await page.getByRole("group", { name: "Language" }).waitFor();
    await page.goto(`${api.url}/#/catalog/core`);
    await page.getByRole("heading", { name: "HTTP request" }).waitFor();
    await close();
  });

  it("shows a login's form in Spanish", async () => {
    const { page, api, close } = await inSpanish();
    await page.goto(`${api.url}/#/connections?connect=smtp-imap`);
    const form = page.getByRole("dialog", { name: "Conectar Correo (SMTP)" });
    for (const name of [/^Servidor/, /^Usuario/, /^Contraseña/]) await form.getByLabel(name).first().waitFor();
    await close();
  });
});
