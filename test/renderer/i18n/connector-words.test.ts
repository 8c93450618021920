import { describe, expect, it } from "vitest";
import { catalog, connectors, findAction, findTrigger } from "../../../connectors/registry.ts";
import { readFields } from "../../../renderer/features/forms/field-spec.ts";
import { catalogInWords, portsInWords, type Say, sayIn, triggerInWords } from "../../../renderer/i18n/connector-words.ts";
import { words } from "../../../renderer/i18n/es/tools/index.ts";

const HOW = `They are in renderer/i18n/es/tools/<tool>.ts (core by theme, shared.ts for what several tools say), by the English
text, or by "core.schedule|English text" where one step needs another word. What is the same in Spanish stands in same.ts.`;

const tools = catalog();
const types = tools.flatMap((tool) => [tool.id, ...[...tool.triggers, ...tool.actions].map(({ type }) => type)]);

/** All that is asked for: every text that must have words, and every name and value that may have some. */
const asked = { said: new Map<string, string>(), all: new Set<string>() };
const listen: Say = (of, text, kind) => {
  if (kind === "said") asked.said.set(`${of}|${text}`, text);
  asked.all.add(text).add(`${of}|${text}`);
  return text;
};
catalogInWords(tools, listen, {});
for (const [type, params] of [
  ["core.switch", { rules: [], fallback: "extra" }],
  ["core.merge", { inputs: 3 }],
] as const) {
  const action = findAction(type);
  for (const ports of [action?.inputs, action?.outputs]) {
    if (typeof ports === "function") portsInWords([...ports({ ...params })], { type, params }, listen);
  }
}
for (const { manifest, triggers } of connectors) {
  for (const { id, title } of triggers) listen(`${manifest.id}.${id}`, title, "said");
}

describe("Spanish words of connectors", () => {
  it("are there for everything that the catalog says", () => {
    const known = (text: string) => Object.hasOwn(words.texts, text) || words.same.has(text);
    const missing = new Set([...asked.said].flatMap(([own, text]) => (known(own) || known(text) ? [] : [text])));
    expect([...missing], `These texts have no Spanish. ${HOW}`).toEqual([]);
  });

  it("are there for nothing that is said no more", () => {
    const stale = [...Object.keys(words.texts), ...words.same].filter((text) => !asked.all.has(text));
    expect(stale, `Nothing says these texts any more. ${HOW}`).toEqual([]);
  });

  it("differ from the English ones; what does not is listed as the same once", () => {
    expect(Object.entries(words.texts).flatMap(([english, spanish]) => (english === spanish || spanish === "" ? [english] : []))).toEqual(
      [],
    );
    expect([...words.same].filter((text) => Object.hasOwn(words.texts, text))).toEqual([]);
  });

  it("keep the codes that a person copies: field names, expressions, addresses", () => {
    const codes = (text: string) => [...text.matchAll(/\{\{[^}]*\}\}|`[^`]*`|\b[a-z]+(?:[._][a-z]+)+\b/g)].map(([code]) => code).sort();
    const examples = /ann@|jobs\.db|list\.csv|log\.csv|example\.com\/thanks|^Acme /;
    const changed = Object.entries(words.texts).filter(([key, spanish]) => {
      const english = key.replace(/^[\w.-]+\|/, "");
      return !examples.test(english) && codes(english).join() !== codes(spanish).join();
    });
    expect(changed).toEqual([]);
  });

  it("find every tool and step", () => {
    expect(Object.keys(words.search).sort(), "Words to find it by stand in renderer/i18n/es/tools/search.ts").toEqual(types.sort());
  });

  it("stand in every part of a tool, and its English words still find it", () => {
    const core = catalogInWords(tools, sayIn(words), words.search).find(({ id }) => id === "core");
    const schedule = core?.triggers.find(({ type }) => type === "core.schedule");
    expect(schedule?.title).toBe("Horario");
    expect(schedule?.keywords).toEqual(expect.arrayContaining(["Schedule", "cron", "every day"]));
    const [rules] = readFields(schedule?.input);
    expect(rules?.title).toBe("Cuándo");
    const named = (name: string) => rules?.fields.find((one) => one.name === name);
    expect(named("unit")?.choices.map(({ label }) => label)).toContain("Semanas");
    expect(named("weekdays")?.choices[1]).toEqual({ value: 1, label: "Lunes" });
    const webhook = core?.triggers.find(({ type }) => type === "core.webhook");
    expect(readFields(webhook?.input).find(({ name }) => name === "auth")?.choices[0]?.label).toBe("Ninguna");
    expect(core?.auth.find(({ id }) => id === "basic")?.title).toBe("Usuario y contraseña");
  });

  it("leave values as they are: only what is read by people changes", () => {
    const values = (schema: unknown): unknown[] =>
      readFields(schema).map(({ name, choices, fallback }) => [name, choices.map(({ value }) => value), fallback]);
    const spanish = catalogInWords(tools, sayIn(words), words.search);
    expect(spanish.flatMap(({ actions }) => actions.map(({ input }) => values(input)))).toEqual(
      tools.flatMap(({ actions }) => actions.map(({ input }) => values(input))),
    );
  });
});

describe("ports that follow from params", () => {
  const say = sayIn(words);

  it("are said in Spanish", () => {
    const ports = [1, 2, 3].map((n) => ({ id: `in${n}`, label: `Input ${n}` }));
    expect(portsInWords(ports, { type: "core.merge", params: { inputs: 3 } }, say).map(({ label }) => label)).toEqual([
      "Entrada 1",
      "Entrada 2",
      "Entrada 3",
    ]);
  });

  it("keep the names that a person gave them", () => {
    const ports = [
      { id: "out1", label: "File" },
      { id: "fallback", label: "Otherwise" },
    ];
    const node = { type: "core.switch", params: { rules: [{ label: "File" }] } };
    expect(portsInWords(ports, node, say).map(({ label }) => label)).toEqual(["File", "Los demás"]);
  });
});

describe("what a trigger waits for", () => {
  const line = (type: string, given: Record<string, unknown>): string => {
    const trigger = findTrigger(type);
    if (!trigger) throw new Error(`there is no trigger ${type}`);
    const params: unknown = trigger.input.parse(given);
    return triggerInWords({ type, title: trigger.title, detail: trigger.describe?.(params) ?? "", params }, words);
  };
  const schedule = (...rules: object[]) => line("core.schedule", { rules });

  it("is said in Spanish for every trigger that says it in English", () => {
    const saying = connectors.flatMap(({ manifest, triggers }) =>
      triggers.filter((trigger) => "describe" in trigger).map(({ id }) => `${manifest.id}.${id}`),
    );
    expect(Object.keys(words.triggers).sort(), "Words stand in renderer/i18n/es/tools/triggers.ts").toEqual([...new Set(saying)].sort());
  });

  it("is its time, in words", () => {
    expect(schedule({ unit: "weeks", every: 1, at: "07:30", weekdays: [1, 2, 3, 4, 5] })).toBe("De lunes a viernes a las 07:30");
    expect(schedule({ unit: "weeks", every: 1, at: "01:15", weekdays: [0, 6, 3] })).toBe("Los miércoles, sábados y domingos a la 01:15");
    expect(schedule({ unit: "weeks", every: 2, at: "08:00", weekdays: [1] })).toBe("Cada 2 semanas, los lunes, a las 08:00");
    expect(schedule({ unit: "days", every: 1, at: "09:00" })).toBe("Cada día a las 09:00");
    expect(schedule({ unit: "hours", every: 4, minute: 15 })).toBe("Cada 4 horas, en el minuto 15");
    expect(schedule({ unit: "months", every: 1, at: "10:00", day: 1 })).toBe("Cada mes, el día 1, a las 10:00");
    expect(schedule({ unit: "cron", cron: "0 9 * * 1-5" })).toBe("Según la regla 0 9 * * 1-5");
    expect(schedule({ unit: "minutes", every: 5 }, { unit: "days", every: 2, at: "12:00" })).toBe(
      "Cada 5 minutos, y cada 2 días a las 12:00",
    );
  });

  it("is its address, or who sends what", () => {
    expect(line("core.webhook", { path: "trabajo-hecho" })).toBe("Al llamar a /trabajo-hecho");
    expect(line("telegram.update", { path: "t", updates: ["message", "callback_query"] })).toBe(
      "Cuando Telegram envía: mensaje, botón pulsado",
    );
  });

  it("stays in English where its params are not known, and is its title where it says nothing", () => {
    const row = { type: "core.schedule", title: "Schedule", detail: "Every day at 09:00" };
    expect(triggerInWords(row, words)).toBe("Every day at 09:00");
    expect(triggerInWords({ ...row, detail: "" }, words)).toBe("Horario");
    expect(triggerInWords({ ...row, params: { rules: [{ unit: "days", every: 1, at: "09:00" }] } }, null)).toBe("Every day at 09:00");
  });
});
