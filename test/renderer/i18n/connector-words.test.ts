import { describe, expect, it } from "vitest";
import { catalog } from "../../../connectors/registry.ts";
import { type FieldSpec, readFields } from "../../../renderer/features/forms/field-spec.ts";
import { inWords } from "../../../renderer/features/forms/in-words.ts";
import { CONNECTOR_WORDS, connectorWords } from "../../../renderer/i18n/connector-words.ts";

const operations = new Map(catalog().flatMap((tool) => [...tool.triggers, ...tool.actions].map((one) => [one.type, one])));

const wordsOf = (specs: readonly FieldSpec[]): string[] =>
  specs.flatMap(({ title, help, choices, fields }) => [
    title,
    ...(help === undefined ? [] : [help]),
    ...choices.map(({ label }) => label),
    ...wordsOf(fields),
  ]);

describe("words of connectors in other languages", () => {
  const translated = Object.values(CONNECTOR_WORDS).flatMap((types) => Object.entries(types));

  it.each(translated)("are all there for what is said in %s, and none is for what is said no more", (type, words) => {
    const operation = operations.get(type);
    if (!operation) throw new Error("there is no such operation");
    const said = new Set([
      operation.description,
      ...(operation.example === undefined ? [] : [operation.example]),
      ...wordsOf(readFields(operation.input)),
    ]);
    expect(Object.keys(words).sort()).toEqual([...said].sort());
  });

  it("stand in every part of a form; others stay as they are", () => {
    const say = connectorWords("es", "core.schedule");
    const [rules] = inWords(readFields(operations.get("core.schedule")?.input), say);
    expect(rules?.title).toBe("Cuándo");
    const named = (name: string) => rules?.fields.find((one) => one.name === name);
    expect(named("unit")?.choices.map(({ label }) => label)).toContain("Semanas");
    expect(named("weekdays")?.choices[1]).toEqual({ value: 1, label: "Lunes" });
    expect(say("toString")).toBe("toString");
    expect(connectorWords("en", "core.schedule")("When")).toBe("When");
    expect(connectorWords("es", "core.set")("When")).toBe("When");
  });
});
