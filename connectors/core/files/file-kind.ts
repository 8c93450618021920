import type { Binary } from "#shared/model/item.ts";

export const FILE_KINDS = ["csv", "xlsx", "ods", "html", "rtf", "json", "text", "xml", "ics", "pdf", "base64"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const ENDINGS: Readonly<Record<string, FileKind>> = {
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  xlsx: "xlsx",
  xlsm: "xlsx",
  xls: "xlsx",
  ods: "ods",
  html: "html",
  htm: "html",
  rtf: "rtf",
  json: "json",
  geojson: "json",
  xml: "xml",
  ics: "ics",
  ical: "ics",
  pdf: "pdf",
  txt: "text",
  md: "text",
  log: "text",
  yaml: "text",
  yml: "text",
};
const TYPES: Readonly<Record<string, FileKind>> = {
  "text/csv": "csv",
  "application/json": "json",
  "text/html": "html",
  "text/calendar": "ics",
  "application/pdf": "pdf",
  "application/xml": "xml",
  "text/xml": "xml",
};

/** What a file is read as: by its name, else by its media type, else as text or, where it is no text, as base64. */
export function kindOf({ fileName, mimeType }: Binary): FileKind {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName ?? "")?.[1]?.toLowerCase() ?? "";
  if (Object.hasOwn(ENDINGS, ending)) return ENDINGS[ending] ?? "text";
  const type = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (Object.hasOwn(TYPES, type)) return TYPES[type] ?? "text";
  return type.startsWith("text/") ? "text" : "base64";
}
