import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en/index.ts";
import { es } from "./es/index.ts";

export const LANGUAGES = ["en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** The first of the system's languages that we speak; English else. */
export const systemLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (found) return found;
  }
  return "en";
};

interface Catalogue {
  [key: string]: string | Catalogue;
}

/** Languages have forms that few numbers need (Spanish for whole millions): where one is not written, the general one serves. */
export function withPlurals(catalogue: Catalogue, language: Language): Catalogue {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const filled: Catalogue = {};
  for (const [key, value] of Object.entries(catalogue)) {
    filled[key] = typeof value === "string" ? value : withPlurals(value, language);
    if (typeof value !== "string" || !key.endsWith("_other")) continue;
    const name = key.slice(0, -"_other".length);
    for (const form of forms) filled[`${name}_${form}`] ??= catalogue[`${name}_${form}`] ?? value;
  }
  return filled;
}

export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: withPlurals(en, "en") }, es: { translation: withPlurals(es, "es") } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return instance;
}
