import { describe, expect, it } from "vitest";
import { searchTools, toolIndex } from "../../../renderer/features/catalog/search.ts";
import { fakeTools } from "../../helpers/fake-tools.ts";

const tools = fakeTools();
const index = toolIndex(tools);
const find = (text: string) => searchTools(index, tools, text).map(({ tool }) => tool.id);

describe("searching the catalog", () => {
  it("finds a tool by its name, first", () => {
    expect(find("stripe")[0]).toBe("stripe");
    expect(find("quick")[0]).toBe("quickbooks");
  });

  it("forgives typos", () => {
    expect(find("twillio")).toContain("twilio");
    expect(find("hubspto")).toContain("hubspot");
    expect(find("stirpe")).toContain("stripe");
  });

  it("knows what people call things", () => {
    expect(find("text message")).toContain("twilio");
    expect(find("bookkeeping")).toContain("quickbooks");
    expect(find("leads")).toContain("hubspot");
    expect(find("work order")).toContain("jobber");
    expect(find("bill")).toEqual(expect.arrayContaining(["stripe", "quickbooks"]));
  });

  it("finds operations, and says which", () => {
    const [first] = searchTools(index, tools, "send a text message");
    expect(first?.tool.id).toBe("twilio");
    expect(first?.operations[0]?.type).toBe("twilio.send_sms");
  });

  it("says nothing for what nobody calls anything", () => {
    expect(find("zzzzzz")).toEqual([]);
  });
});
