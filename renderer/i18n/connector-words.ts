import type { Language } from "./i18n.ts";

type Words = Readonly<Record<string, string>>;

/**
 * What connectors say in their forms, in other languages: by operation, then by the connector's own words. Words that are
 * not here stay as they are.
 */
export const CONNECTOR_WORDS: Readonly<Partial<Record<Language, Readonly<Record<string, Words>>>>> = {
  es: {
    "core.schedule": {
      "Starts at set times, also after sleep and restarts.": "Empieza a horas fijas, también tras suspensiones y reinicios.",
      "Every weekday at 8:00, and on the first of the month.": "Cada día laborable a las 8:00, y el día uno de cada mes.",
      When: "Cuándo",
      "It starts whenever one of these comes.": "Empieza cada vez que llega uno de estos momentos.",
      Unit: "Unidad",
      Seconds: "Segundos",
      Minutes: "Minutos",
      Hours: "Horas",
      Days: "Días",
      Weeks: "Semanas",
      Months: "Meses",
      "Cron expression": "Expresión cron",
      Every: "Cada",
      At: "A las",
      "At minute": "En el minuto",
      "Day of the month": "Día del mes",
      On: "Los días",
      Sunday: "Domingo",
      Monday: "Lunes",
      Tuesday: "Martes",
      Wednesday: "Miércoles",
      Thursday: "Jueves",
      Friday: "Viernes",
      Saturday: "Sábado",
      "Time zone": "Zona horaria",
      "Empty: the workflow's.": "Vacía: la del flujo.",
      "Times missed while this computer was off or asleep": "Horas perdidas mientras este equipo estaba apagado o suspendido",
      "Run once for all of them": "Ejecutar una vez por todas",
      "Run once for each of them": "Ejecutar una vez por cada una",
      "Let them go": "Dejarlas pasar",
    },
  },
};

/** Says an operation's words in a language. */
export function connectorWords(language: string, type: string): (text: string) => string {
  const words = language === "es" ? CONNECTOR_WORDS.es?.[type] : undefined;
  return (text) => (words && Object.hasOwn(words, text) ? (words[text] ?? text) : text);
}
