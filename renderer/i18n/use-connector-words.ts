import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { connectorWords } from "./connector-words.ts";

/** Says an operation's words in the person's language. */
export function useConnectorWords(type: string): (text: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => connectorWords(i18n.language, type), [i18n.language, type]);
}
