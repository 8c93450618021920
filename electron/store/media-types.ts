/** Common types by file extension; what is not here is bytes. */
const TYPES: Readonly<Record<string, string>> = {
  "7z": "application/x-7z-compressed",
  aac: "audio/aac",
  avif: "image/avif",
  bmp: "image/bmp",
  css: "text/css",
  csv: "text/csv",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  dwg: "image/vnd.dwg",
  dxf: "image/vnd.dxf",
  eml: "message/rfc822",
  epub: "application/epub+zip",
  flac: "audio/flac",
  gif: "image/gif",
  gz: "application/gzip",
  heic: "image/heic",
  htm: "text/html",
  html: "text/html",
  ico: "image/vnd.microsoft.icon",
  ics: "text/calendar",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  jsonl: "application/x-ndjson",
  m4a: "audio/mp4",
  m4v: "video/mp4",
  md: "text/markdown",
  mov: "video/quicktime",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  mpeg: "video/mpeg",
  msg: "application/vnd.ms-outlook",
  ndjson: "application/x-ndjson",
  odp: "application/vnd.oasis.opendocument.presentation",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odt: "application/vnd.oasis.opendocument.text",
  ogg: "audio/ogg",
  ogv: "video/ogg",
  pdf: "application/pdf",
  png: "image/png",
  ppt: "application/vnd.ms-powerpoint",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  rtf: "application/rtf",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  tif: "image/tiff",
  tiff: "image/tiff",
  tsv: "text/tab-separated-values",
  txt: "text/plain",
  vcf: "text/vcard",
  wav: "audio/wav",
  weba: "audio/webm",
  webm: "video/webm",
  webp: "image/webp",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xml: "application/xml",
  yaml: "application/yaml",
  yml: "application/yaml",
  zip: "application/zip",
};
/** Where several extensions share a type, the usual one. */
const USUAL: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "text/html": "html",
  "video/mp4": "mp4",
  "image/tiff": "tiff",
  "application/yaml": "yaml",
  "application/x-ndjson": "ndjson",
  // The older name, which many services still send.
  "text/xml": "xml",
  "audio/mp3": "mp3",
  "application/x-zip-compressed": "zip",
};
const EXTENSIONS = new Map([...Object.entries(TYPES).map(([extension, type]) => [type, extension] as const), ...Object.entries(USUAL)]);

export const BYTES = "application/octet-stream";

/** Lower case, without the dot; a name that only begins with a dot has none. */
export function extensionOf(fileName: string): string | undefined {
  const name = fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 && dot < name.length - 1 ? name.slice(dot + 1).toLowerCase() : undefined;
}

export const typeOfExtension = (extension: string): string | undefined => (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined);

/** `text/csv; charset=utf-8` is `text/csv`. */
const bare = (mimeType: string): string => mimeType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
export const extensionOfType = (mimeType: string): string | undefined => EXTENSIONS.get(bare(mimeType));

/** The broad kind by which previews are chosen. */
export function kindOfType(mimeType: string): "image" | "audio" | "video" | "json" | "html" | "text" | "pdf" | undefined {
  const type = bare(mimeType);
  // CAD drawings are called images, but nothing shows them.
  if (type.startsWith("image/vnd.d")) return undefined;
  if (type.startsWith("image/")) return "image";
  if (type.startsWith("audio/")) return "audio";
  if (type.startsWith("video/")) return "video";
  if (type === "application/json" || type.endsWith("+json")) return "json";
  if (type === "text/html") return "html";
  if (type.startsWith("text/")) return "text";
  if (type === "application/pdf") return "pdf";
  return undefined;
}
