import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectorWords } from "./connector-words.ts";

/** Languages that connectors' words are loaded for; English is their own. */
const LOADERS: Readonly<Record<string, () => Promise<ConnectorWords>>> = {
  es: async () => (await import("./es/tools/index.ts")).words,
};

/** `null`: there are none, so what connectors say stays in English. */
const loaded = new Map<string, ConnectorWords | null>();
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

async function load(language: string): Promise<void> {
  const loader = LOADERS[language];
  if (!loader || loaded.has(language)) return;
  const words = await loader().catch(() => null);
  loaded.set(language, words);
  for (const listener of listeners) listener();
}

/** `null` where there are none; `undefined` while they are being loaded. */
export const wordsNow = (language: string): ConnectorWords | null | undefined => (language in LOADERS ? loaded.get(language) : null);

/** What connectors say in the person's language, as `wordsNow`. */
export function useConnectorWords(): ConnectorWords | null | undefined {
  const { i18n } = useTranslation();
  const { language } = i18n;
  useEffect(() => void load(language), [language]);
  return useSyncExternalStore(subscribe, () => wordsNow(language));
}
