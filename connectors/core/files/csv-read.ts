import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { type StepError, userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { findDelimiter } from "./csv-delimiter.ts";
import { decoderOf, decodeStream, detect, probe } from "./encoding.ts";
import { cellCounter, MOST_COLUMNS } from "./sheet.ts";

export interface CsvReadOptions {
  /** `auto` or any name that `decoderOf` takes. */
  encoding: string;
  /** One sign, or `auto`. */
  delimiter: string;
  header: boolean;
  /** Rows with more or fewer values than the first: refused by their line, or filled up. */
  ragged: "refuse" | "pad";
  /** Lines before the header. */
  skipLines: number;
  maxRows?: number | undefined;
  /** The byte order mark stays, as part of the first value. */
  keepMark?: boolean | undefined;
  /** A quote in the middle of a value is a sign like any other. */
  relaxQuotes?: boolean | undefined;
}

const PAGE = 500;
/** Values in a page: wide rows come in shorter ones. */
const PAGE_VALUES = 100_000;
/** A row larger than this is a quote that nobody closed. */
const MOST_ROW = 16 * 1024 * 1024;

/** As csv-parse gives each row when it is asked for `info`. */
interface Row {
  record: string[];
  info: { lines: number };
}

const fault = (message: string, fix: string): StepError => userError(message, { fix, field: "path" });

const QUOTES: Readonly<Record<string, readonly [message: string, fix: string]>> = {
  CSV_QUOTE_NOT_CLOSED: ["A value begins with a quote that is never closed", 'Close the quote, or write a quote inside a value twice: "".'],
  CSV_MAX_RECORD_SIZE: ["A value begins with a quote that is never closed", 'Close the quote, or write a quote inside a value twice: "".'],
  CSV_INVALID_CLOSING_QUOTE: ["A value goes on after its closing quote", 'Write a quote inside a value twice: "".'],
  INVALID_OPENING_QUOTE: ["A quote stands in the middle of a value", 'Put the whole value in quotes and write the inner one twice: "".'],
};

function explained(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error.lines === "number" ? ` (near line ${error.lines})` : "";
  const [message, fix] = QUOTES[error.code] ?? [
    `The file is not a CSV file that can be read: ${error.message}`,
    "Check the delimiter and the line that is named.",
  ];
  return fault(`${message}${line}.`, fix);
}

/** Names of columns: each once, none empty. */
function columnNames(first: readonly string[], header: boolean): string[] {
  const seen = new Set<string>();
  return first.map((value, index) => {
    // A byte order mark counts as space elsewhere; one that was to stay is part of the name.
    const trimmed = value.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, "");
    const wanted = header && trimmed !== "" ? trimmed : `column_${index + 1}`;
    let name = wanted;
    for (let n = 2; seen.has(name); n++) name = `${wanted}_${n}`;
    seen.add(name);
    return name;
  });
}

/** One row as fields. `__proto__` as a column's name is a field like any other. */
function toFields(record: readonly string[], names: string[], line: number, ragged: "refuse" | "pad"): JsonObject {
  if (record.length !== names.length && ragged === "refuse")
    throw fault(
      `Line ${line} has ${record.length} values, but there are ${names.length} columns.`,
      "Correct that line (a value with the delimiter in it needs quotes), or choose 'Fill up' for rows of other lengths.",
    );
  for (let extra = names.length; extra < record.length; extra++) names.push(`column_${extra + 1}`);
  return Object.fromEntries(names.map((name, index) => [name, record[index] ?? ""]));
}

/** The rows of a CSV file, page by page: a file of any size passes in bounded memory. Values are texts. */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, options: CsvReadOptions): AsyncGenerator<JsonObject[]> {
  const { start, whole } = await probe(bytes);
  const encoding = options.encoding === "auto" ? detect(start) : options.encoding;
  const opening = decoderOf(encoding).decode(start, { stream: true });
  const delimiter =
    options.delimiter === "auto" ? findDelimiter(opening.split("\n").slice(options.skipLines).join("\n")) : options.delimiter;
  const parser = parse({
    delimiter,
    info: true,
    columns: false,
    relax_column_count: true,
    relax_quotes: options.relaxQuotes ?? false,
    skip_empty_lines: true,
    max_record_size: MOST_ROW,
    from_line: options.skipLines + 1,
  });
  const text = Readable.from(decodeStream(whole, encoding, options.keepMark));
  text.on("error", (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    yield* pages(parser, options);
  } catch (error) {
    throw explained(error);
  } finally {
    text.destroy();
    parser.destroy();
  }
}

async function* pages(rows: AsyncIterable<Row>, options: CsvReadOptions): AsyncGenerator<JsonObject[]> {
  const most = options.maxRows ?? Number.POSITIVE_INFINITY;
  let names: string[] | undefined;
  let page: JsonObject[] = [];
  let count = 0;
  let values = 0;
  const filled = cellCounter();
  for await (const row of rows) {
    const { record, info } = row;
    if (record.length > MOST_COLUMNS)
      throw fault(
        `Line ${info.lines} has ${record.length.toLocaleString("en")} values; a table has at most ${MOST_COLUMNS.toLocaleString("en")} columns.`,
        "Check the delimiter, and that the file has line breaks.",
      );
    if (!names) {
      names = columnNames(record, options.header);
      if (options.header) continue;
    }
    if (count >= most) break;
    count++;
    values += Math.max(names.length, record.length);
    // Short rows under a long header take more room than they have in the file.
    filled(Math.max(0, names.length - record.length));
    page.push(toFields(record, names, info.lines, options.ragged));
    if (page.length === PAGE || values >= PAGE_VALUES) {
      yield page;
      page = [];
      values = 0;
    }
  }
  if (page.length > 0) yield page;
}
