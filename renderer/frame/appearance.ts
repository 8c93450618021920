import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { client, systemLanguages, useQuery, watchMedia, writePreference } from "../bridge/index.ts";
import { systemLanguage } from "../i18n/i18n.ts";

/** `contrast` follows the system's light or dark with more contrast; nothing known = as the system has it. */
export function applyTheme(theme: string | null): void {
  const { dataset } = document.documentElement;
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  else delete dataset.theme;
  if (theme === "contrast") dataset.contrast = "more";
  else delete dataset.contrast;
}

/** Theme and language as set in this workspace. */
export function useAppearance(): void {
  const { i18n } = useTranslation();
  const { data: settings } = useQuery(["settings"], (signal) => client.settings.get(undefined, { signal }));
  const theme = settings?.theme;
  const wanted = settings?.language;

  useEffect(() => {
    if (!theme) return;
    writePreference("theme", theme);
    // More contrast may be the system's wish as well as the person's.
    return watchMedia("(prefers-contrast: more)", (more) => applyTheme(more && theme === "system" ? "contrast" : theme));
  }, [theme]);

  useEffect(() => {
    if (!wanted) return;
    const language = wanted === "system" ? systemLanguage(systemLanguages()) : wanted;
    writePreference("language", wanted === "system" ? "" : wanted);
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [wanted, i18n]);

  useEffect(() => {
    document.documentElement.lang = i18n.language;
  }, [i18n.language]);
}
