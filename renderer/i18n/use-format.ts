import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { client, systemLanguages, systemTimezone, useQuery } from "../bridge/index.ts";
import { createFormat, type Format } from "./format.ts";

/** Times and numbers in the person's language and the workspace's time zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const { data: settings } = useQuery(["settings"], (signal) => client.settings.get(undefined, { signal }));
  const wanted = settings?.timezone ?? "";
  const timeZone = isTimezone(wanted) ? wanted : systemTimezone();
  return useMemo(() => createFormat(regional(i18n.language), timeZone), [i18n.language, timeZone]);
}

/** The language as it is written where the person is: `en` as `en-GB`. */
const regional = (language: string): string => systemLanguages().find((tag) => tag.split("-")[0] === language) ?? language;

/** A zone that this machine knows. */
export function isTimezone(zone: string): boolean {
  if (zone === "") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
