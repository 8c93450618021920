import { userError } from "#shared/model/failure.ts";
import type { JsonObject } from "#shared/model/item.ts";
import { checkPdf } from "./packed-data.ts";

export interface PdfOptions {
  password: string;
  /** One text for all pages, or a list of them. */
  joinPages: boolean;
  /** 0 = all. */
  maxPages: number;
}

/** More text than this is no document that a person wrote. */
const MOST_TEXT = 50_000_000;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/**
 * The text of a PDF: `{numpages, numrender, info, metadata, text, version}`. Nothing of it is run or fetched; a scan has no
 * text. Throws user errors for passwords and damage.
 */
export async function readPdf(bytes: Buffer, options: PdfOptions): Promise<JsonObject> {
  await checkPdf(bytes);
  const { getResolvedPDFJS } = await import("unpdf");
  const { getDocument, version } = await getResolvedPDFJS();
  const task = getDocument({
    data: new Uint8Array(bytes),
    ...(options.password === "" ? {} : { password: options.password }),
    useSystemFonts: true,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    const pages = options.maxPages > 0 ? Math.min(options.maxPages, document.numPages) : document.numPages;
    const texts: string[] = [];
    let size = 0;
    for (let number = 1; number <= pages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
      size += text.length;
      if (size > MOST_TEXT)
        throw userError("The PDF holds more than 50 million characters.", { field: "maxPages", fix: "Read fewer of its pages." });
      texts.push(text);
      page.cleanup();
    }
    const { info, metadata } = await document.getMetadata();
    return {
      numpages: document.numPages,
      numrender: pages,
      info: JSON.parse(JSON.stringify(info ?? {})) as JsonObject,
      ...(metadata ? { metadata: Object.fromEntries(metadata as unknown as Iterable<[string, unknown]>) } : {}),
      text: options.joinPages ? texts.join("\n\n") : texts,
      version,
    };
  } catch (error) {
    if (nameOf(error) === "PasswordException")
      throw userError(options.password === "" ? "The PDF is locked with a password." : "The password does not open this PDF.", {
        field: "password",
        fix: "Give its password.",
      });
    if (/^(InvalidPDF|MissingPDF|FormatError|UnknownError|UnexpectedResponse)/.test(nameOf(error)))
      throw userError("The file is not a PDF that can be read.", { field: "file", fix: "Check that it is a PDF and arrived whole." });
    throw error;
  } finally {
    await task.destroy();
  }
}
