import { bool, group, isExpression, literal, type Mapped, type Mapper, record, type Source, text } from "../mapper.ts";

type Params = Record<string, unknown>;

/** n8n's names of encodings by those that browsers use. */
function encoding(value: unknown, otherwise: string, partial: string[]): unknown {
  if (value === undefined || value === "") return otherwise;
  if (isExpression(value)) return value;
  const name = text(value).toLowerCase().replace(/[-_]/g, "");
  const known: Readonly<Record<string, string>> = {
    utf8: "utf-8",
    cesu8: "utf-8",
    ascii: "latin1",
    binary: "latin1",
    latin1: "latin1",
    ucs2: "utf-16le",
    utf16le: "utf-16le",
    utf16: "utf-16le",
    utf16be: "utf-16be",
    big5hkscs: "big5",
    shiftjis: "shift_jis",
    eucjp: "euc-jp",
    euckr: "euc-kr",
    gbk: "gbk",
    gb18030: "gb18030",
    cp936: "gbk",
    cp949: "euc-kr",
    cp950: "big5",
    cp866: "ibm866",
    koi8r: "koi8-r",
    koi8u: "koi8-u",
    macintosh: "macintosh",
  };
  if (Object.hasOwn(known, name)) return known[name];
  const windows = /^(?:win|windows|cp)(125\d)$/.exec(name)?.[1];
  if (windows !== undefined) return `windows-${windows}`;
  const iso = /^iso8859(\d{1,2})$/.exec(name)?.[1];
  if (iso !== undefined) return `iso-8859-${iso}`;
  partial.push(`the encoding '${text(value)}' is not available, taken as ${otherwise}`);
  return otherwise;
}

const EVENT = ["title", "start", "end"] as const;

/** `iCal`, and Convert to File's operation of that name. */
function calendarEvent({ parameters }: Source): Mapped {
  const more = record(parameters.additionalFields);
  const organizer = group(more.organizerUi, "organizerValues")[0];
  const geo = group(more.geolocationUi, "geolocationValues")[0];
  return {
    type: "core.calendar_event",
    params: {
      ...Object.fromEntries(EVENT.map((name) => [name, parameters[name] ?? ""])),
      allDay: bool(parameters.allDay, false),
      into: parameters.binaryPropertyName ?? "data",
      ...(more.description === undefined ? {} : { description: more.description }),
      ...(more.location === undefined ? {} : { location: more.location }),
      ...(more.url === undefined ? {} : { url: more.url }),
      ...(more.uid === undefined ? {} : { uid: more.uid }),
      ...(more.status === undefined ? {} : { status: more.status }),
      ...(more.sequence === undefined ? {} : { sequence: more.sequence }),
      ...(more.recurrenceRule === undefined ? {} : { recurrence: more.recurrenceRule }),
      ...(more.calName === undefined ? {} : { calendar: more.calName }),
      ...(more.fileName === undefined ? {} : { fileName: more.fileName }),
      ...(more.busyStatus === "TENTATIVE" ? { busy: "tentative" } : {}),
      ...(organizer ? { organizer: { name: organizer.name ?? "", email: organizer.email ?? "" } } : {}),
      ...(geo ? { geo: { lat: geo.lat ?? 0, lon: geo.lon ?? 0 } } : {}),
      attendees: group(more.attendeesUi, "attendeeValues").map((one) => ({
        name: one.name ?? "",
        email: one.email ?? "",
        rsvp: bool(one.rsvp, false),
      })),
      // Dates without a zone are read by the server's clock there, which is UTC unless somebody changed it.
      ...(bool(more.useWorkflowTimezone, false) ? {} : { zone: "UTC" }),
    },
  };
}
export const iCal: Mapper = calendarEvent;

const TABLES = { csv: "csv", html: "html", ods: "ods", rtf: "rtf", xls: "xlsx", xlsx: "xlsx" } as const;

function tableParams(kind: keyof typeof TABLES, parameters: Params, name: string, partial: string[]): Params {
  const options = record(parameters.options);
  const format = TABLES[kind];
  if (kind === "xls") partial.push("the old .xls format is written as .xlsx, which every spreadsheet reads");
  return {
    format,
    into: parameters.binaryPropertyName ?? "data",
    header: bool(options.headerRow, true),
    fileName: options.fileName ?? `${name}.${format}`,
    ...(format === "csv" ? { delimiter: options.delimiter ?? ",", bom: true } : {}),
    ...(format === "html" ? { title: "SheetJS Table Export", marked: true } : {}),
    ...(format === "xlsx" || format === "ods" ? { sheet: options.sheetName ?? "Sheet" } : {}),
  };
}

const CONVERT = ["csv", "html", "iCal", "toJson", "ods", "rtf", "toText", "xls", "xlsx", "toBinary"] as const;

export const convertToFile: Mapper = (source) => {
  const { parameters, version } = source;
  const partial: string[] = [];
  const operation = literal(parameters.operation, CONVERT, "csv", "what it makes", partial);
  if (operation === "iCal") return calendarEvent(source);
  const options = record(parameters.options);
  const common = {
    into: parameters.binaryPropertyName ?? "data",
    bom: bool(options.addBOM, false),
    encoding: encoding(options.encoding, "utf-8", partial),
    ...(options.fileName === undefined ? {} : { fileName: options.fileName }),
  };
  const of = (params: Params): Mapped => ({ type: "core.convert_to_file", params, partial });
  if (operation === "toJson")
    return of({ ...common, format: "json", per: parameters.mode === "each" ? "each" : "all", indent: bool(options.format, false) });
  if (operation === "toText") return of({ ...common, format: "text", source: parameters.sourceProperty ?? "" });
  if (operation !== "toBinary") return of(tableParams(operation, parameters, "File", partial));
  const base64 = version > 1 || bool(options.dataIsBase64, true);
  const mimeType = options.mimeType === undefined ? {} : { mimeType: options.mimeType };
  return of({ ...common, format: "binary", source: parameters.sourceProperty ?? "", base64, ...mimeType });
};

function csvParams(options: Params, partial: string[]): Params {
  const most = typeof options.maxRowCount === "number" && options.maxRowCount > 0 ? { maxRows: options.maxRowCount } : {};
  const from = typeof options.fromLine === "number" && options.fromLine > 1 ? options.fromLine - 1 : 0;
  if (options.skipRecordsWithErrors !== undefined)
    partial.push("rows with errors stop the step, which names them, instead of being left out");
  return {
    format: "csv",
    delimiter: options.delimiter ?? ",",
    encoding: encoding(options.encoding, "utf-8", partial),
    mark: bool(options.enableBOM, false) ? "drop" : "keep",
    relaxQuotes: bool(options.relaxQuotes, false),
    skipLines: from,
    ...most,
  };
}

function rowParams(parameters: Params): Params {
  const options = record(parameters.options);
  return {
    file: parameters.binaryPropertyName ?? "data",
    header: bool(options.headerRow, true),
    emptyCells: bool(options.includeEmptyCells, false),
  };
}

function sheetParams(parameters: Params): Params {
  const options = record(parameters.options);
  return {
    ...rowParams(parameters),
    dates: "number",
    values: bool(options.rawData, false) ? "text" : "typed",
    ...(options.range === undefined ? {} : { range: options.range }),
    // `Sheet` is the default there and means the first.
    ...(options.sheetName === undefined || options.sheetName === "Sheet" ? {} : { sheet: options.sheetName }),
  };
}

const KEEP = { json: "fields", binary: "file", both: "both" } as const;
const keepOf = (options: Params, partial: string[]): string =>
  options.keepSource === undefined
    ? "none"
    : KEEP[literal(options.keepSource, ["json", "binary", "both"], "json", "what it keeps", partial)];

const EXTRACT = ["csv", "html", "fromIcs", "fromJson", "ods", "pdf", "rtf", "text", "xml", "xls", "xlsx", "binaryToPropery"] as const;
const FIELDS = { fromIcs: "ics", fromJson: "json", text: "text", xml: "text", binaryToPropery: "base64" } as const;

export const extractFromFile: Mapper = ({ parameters }) => {
  const partial: string[] = [];
  const operation = literal(parameters.operation, EXTRACT, "csv", "what it reads", partial);
  const options = record(parameters.options);
  const of = (params: Params): Mapped => ({ type: "core.extract_from_file", params, partial });
  if (operation === "csv") return of({ ...rowParams(parameters), ...csvParams(options, partial) });
  if (operation === "rtf") return of({ ...sheetParams(parameters), values: "text", format: "rtf" });
  if (operation === "html" || operation === "ods" || operation === "xls" || operation === "xlsx")
    return of({ ...sheetParams(parameters), format: TABLES[operation] });
  const common = { file: parameters.binaryPropertyName ?? "data", keep: keepOf(options, partial) };
  if (operation === "pdf")
    return of({
      ...common,
      format: "pdf",
      joinPages: bool(options.joinPages, true),
      maxPages: options.maxPages ?? 0,
      password: options.password ?? "",
    });
  return of({
    ...common,
    format: FIELDS[operation],
    each: "field",
    into: parameters.destinationKey ?? "data",
    encoding: encoding(options.encoding, "auto", partial),
    mark: options.stripBOM === false ? "keep" : "drop",
  });
};

/** Reads and writes by one library there, which takes CSV for a sheet with numbers; version 2 has CSV of its own. */
export const spreadsheetFile: Mapper = ({ parameters, version }) => {
  const partial: string[] = [];
  const options = record(parameters.options);
  if (parameters.operation === "toFile") {
    const kinds = ["csv", "html", "ods", "rtf", "xls", "xlsx"] as const;
    const kind = literal(parameters.fileFormat, kinds, "xls", "the kind of file", partial);
    return { type: "core.convert_to_file", params: tableParams(kind, parameters, "spreadsheet", partial), partial };
  }
  if (version >= 2 && parameters.fileFormat === "csv")
    return { type: "core.extract_from_file", params: { ...rowParams(parameters), ...csvParams(options, partial) }, partial };
  // The row to begin with is given, so that CSV too is taken as a sheet.
  return { type: "core.extract_from_file", params: { range: "0", ...sheetParams(parameters) }, partial };
};

export const moveBinaryData: Mapper = ({ parameters, version }) => {
  const partial: string[] = [];
  const options = record(parameters.options);
  const kept = bool(options.keepSource, false);
  if (parameters.mode !== "jsonToBinary") {
    const whole = bool(parameters.setAllData, true);
    const base64 = bool(options.keepAsBase64, false) || options.encoding === "base64";
    return {
      type: "core.extract_from_file",
      params: {
        file: parameters.sourceKey ?? "data",
        keep: kept ? "file" : "none",
        mark: options.stripBOM === false ? "keep" : "drop",
        ...(whole
          ? { format: "json", each: "items" }
          : {
              format: base64 ? "base64" : bool(options.jsonParse, false) ? "json" : "text",
              each: "field",
              into: parameters.destinationKey ?? "data",
            }),
        encoding: base64 ? "auto" : encoding(options.encoding, "utf-8", partial),
      },
      partial,
    };
  }
  const whole = bool(parameters.convertAllData, true);
  const base64 = !whole && bool(options.dataIsBase64, false);
  return {
    type: "core.convert_to_file",
    params: {
      format: base64 ? "binary" : "text",
      whole,
      source: parameters.sourceKey ?? "data",
      quoted: !whole && !base64 && !bool(options.useRawData, false),
      into: parameters.destinationKey ?? "data",
      keep: !whole || kept ? "fields" : "none",
      without: !whole && !kept,
      mimeType: options.mimeType ?? "application/json",
      encoding: encoding(options.encoding, "utf-8", partial),
      bom: bool(options.addBOM, false),
      fileName: options.fileName ?? (version >= 1.1 ? "file.json" : ""),
    },
    partial,
  };
};

function reading(path: unknown, into: unknown, about: "file" | "item" | "none"): Mapped {
  const partial =
    typeof path === "string" && !isExpression(path) && /[*?{}]/.test(path) ? ["it reads one file: patterns with * find nothing"] : [];
  return { type: "core.read_file", params: { path: path ?? "", format: "binary", outputField: into ?? "data", about }, partial };
}

export const readBinaryFile: Mapper = ({ parameters }) => reading(parameters.filePath, parameters.dataPropertyName, "item");
export const readBinaryFiles: Mapper = ({ parameters }) => reading(parameters.fileSelector, parameters.dataPropertyName, "none");

const writing = (parameters: Params): Mapped => ({
  type: "core.write_file",
  params: {
    path: parameters.fileName ?? "",
    format: "binary",
    binaryField: parameters.dataPropertyName ?? "data",
    existing: bool(record(parameters.options).append, false) ? "append" : "replace",
  },
});
export const writeBinaryFile: Mapper = ({ parameters }) => writing(parameters);

export const readWriteFile: Mapper = ({ parameters }) =>
  parameters.operation === "write"
    ? writing(parameters)
    : reading(parameters.fileSelector, text(record(parameters.options).dataPropertyName, "data"), "file");

export const readPdf: Mapper = ({ parameters }) => ({
  type: "core.extract_from_file",
  params: { format: "pdf", file: parameters.binaryPropertyName ?? "data", keep: "fields", password: parameters.password ?? "" },
});
