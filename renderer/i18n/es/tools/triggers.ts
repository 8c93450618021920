import { z } from "zod";
import { telegram } from "./telegram.ts";

const every = z.number();
const at = z.string();
const Rule = z.discriminatedUnion("unit", [
  z.object({ unit: z.enum(["seconds", "minutes"]), every }),
  z.object({ unit: z.literal("hours"), every, minute: z.number() }),
  z.object({ unit: z.literal("days"), every, at }),
  z.object({ unit: z.literal("weeks"), every, at, weekdays: z.array(z.number()) }),
  z.object({ unit: z.literal("months"), every, at, day: z.number() }),
  z.object({ unit: z.literal("cron"), cron: z.string() }),
]);
type Rule = z.infer<typeof Rule>;

const Schedule = z.object({ rules: z.array(Rule).min(1), zone: z.string().default("") });
const Webhook = z.object({ path: z.string() });
const Updates = z.object({ updates: z.array(z.string()) });

/** From Sunday on. */
const DAYS = ["domingos", "lunes", "martes", "miércoles", "jueves", "viernes", "sábados"];
const UNITS = {
  seconds: ["segundo", "segundos"],
  minutes: ["minuto", "minutos"],
  hours: ["hora", "horas"],
  days: ["día", "días"],
  weeks: ["semana", "semanas"],
  months: ["mes", "meses"],
} as const;

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} y ${words.at(-1)}`;
const times = (count: number, unit: keyof typeof UNITS): string =>
  count === 1 ? `Cada ${UNITS[unit][0]}` : `Cada ${count} ${UNITS[unit][1]}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const clock = (time: string): string => `${/^0?1:/.test(time) ? "a la" : "a las"} ${time}`;

function days(weekdays: readonly number[]): string {
  const sorted = [...new Set(weekdays)].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  if (sorted.join() === "1,2,3,4,5") return "de lunes a viernes";
  if (sorted.length === 7) return "todos los días";
  return `los ${joined(sorted.map((day) => DAYS[day] ?? ""))}`;
}

function ruleText(rule: Rule): string {
  switch (rule.unit) {
    case "seconds":
    case "minutes":
      return times(rule.every, rule.unit);
    case "hours":
      return `${times(rule.every, "hours")}${rule.minute === 0 ? "" : `, en el minuto ${rule.minute}`}`;
    case "days":
      return `${times(rule.every, "days")} ${clock(rule.at)}`;
    case "weeks":
      return rule.every === 1
        ? `${capital(days(rule.weekdays))} ${clock(rule.at)}`
        : `${times(rule.every, "weeks")}, ${days(rule.weekdays)}, ${clock(rule.at)}`;
    case "months":
      return `${times(rule.every, "months")}, el día ${rule.day}, ${clock(rule.at)}`;
    case "cron":
      return `Según la regla ${rule.cron}`;
  }
}

function scheduleText({ rules, zone }: z.infer<typeof Schedule>): string {
  const [first = "", ...rest] = rules.map(ruleText);
  return [first, ...rest.map(small)].join(", y ") + (zone === "" ? "" : ` (${zone})`);
}

/** `edited_message` → `mensaje editado` */
function updateText(update: string): string {
  const said = capital(update.replaceAll("_", " "));
  return small(said === "Message" ? "Mensaje" : (telegram[said] ?? said));
}

const said = <T>(schema: z.ZodType<T>, words: (params: T) => string) => {
  return (params: unknown): string | undefined => {
    const { data, success } = schema.safeParse(params);
    return success ? words(data) : undefined;
  };
};

/** What each trigger waits for, by node type, made from its params; `undefined` where they are of another kind. */
export const triggers: Readonly<Record<string, (params: unknown) => string | undefined>> = {
  "core.manual": () => "Al iniciarlo a mano",
  "core.called": () => "Cuando lo llama otro flujo",
  "core.error": () => "Cuando falla otro flujo",
  "core.webhook": said(Webhook, ({ path }) => `Al llamar a /${path}`),
  "core.schedule": said(Schedule, scheduleText),
  "telegram.update": said(Updates, ({ updates }) =>
    updates.length === 0 ? "Cuando Telegram envía cualquier cosa" : `Cuando Telegram envía: ${updates.map(updateText).join(", ")}`,
  ),
};
