import { describe, expect, it } from "vitest";
import { createCatalogSearch } from "../../../renderer/features/editor/picker/catalog-search.ts";
import { pickerGroups } from "../../../renderer/features/editor/picker/entries.ts";
import type { PlaceFacts } from "../../../renderer/features/editor/picker/rank.ts";
import { indexCatalog } from "../../../renderer/features/editor/store/catalog-index.ts";
import { fakeTools } from "../../helpers/fake-tools.ts";

const catalog = indexCatalog(fakeTools());
const search = createCatalogSearch(catalog);
const found = (text: string) => search(text).map(({ operation }) => operation.type);
const free: PlaceFacts = { place: "free", side: undefined, needsTrigger: true, fields: new Set(), tools: new Set() };
const after: PlaceFacts = { ...free, place: "port", side: "outputs", needsTrigger: false };
const listed = (facts: PlaceFacts, text = "", tool: string | null = null) =>
  pickerGroups(catalog, search, facts, text, tool).map(({ heading, entries }) => [heading, ...entries.map((entry) => entry.id)]);

describe("finding a step", () => {
  it("goes by title, tool, key words and type", () => {
    expect(found("invoice").slice(0, 2).sort()).toEqual(["quickbooks.create_invoice", "stripe.create_invoice"]);
    expect(found("quickbooks invoice")[0]).toBe("quickbooks.create_invoice");
    expect(found("sms")).toContain("twilio.send_sms");
    expect(found("manual")[0]).toBe("core.manual");
  });

  it("forgives a typo and takes the beginning of a word", () => {
    expect(found("webhok")[0]).toBe("core.webhook");
    expect(found("twili")[0]).toBe("twilio.send_sms");
  });

  it("finds by some of the words where no step has all of them", () => {
    expect(found("please text message them")).toContain("twilio.send_sms");
    expect(found("xyzzy")).toEqual([]);
  });
});

describe("what the picker lists", () => {
  it("begins with triggers where nothing starts the workflow", () => {
    const [[heading, first] = []] = listed(free);
    expect([heading, first]).toEqual(["suggested", "core.manual"]);
  });

  it("offers no trigger behind a port, and puts the tools in use and the steps that take what arrives first", () => {
    const groups = listed({ ...after, fields: new Set(["amount", "customer"]), tools: new Set(["stripe"]) });
    expect(groups[0]?.[1]).toBe("stripe.create_invoice");
    expect(groups.flat().filter((id) => ["core.webhook", "stripe.event"].includes(id))).toEqual([]);
  });

  it("puts into a wire only what takes and gives", () => {
    expect(listed({ ...after, place: "wire", side: undefined }, "webhook").flat()).not.toContain("core.webhook");
  });

  it("opens a tool to all of its steps", () => {
    expect(listed(free, "", "stripe")).toEqual([
      ["triggers", "stripe.event"],
      ["actions", "stripe.create_invoice", "stripe.list_customers"],
    ]);
    expect(listed(free, "list", "stripe").flat()).toEqual(["found", "stripe.list_customers"]);
  });
});
