import type PDFDocument from "pdfkit";
import { userError } from "#shared/model/failure.ts";
import { checkPng } from "./packed-data.ts";

export interface PdfColumn {
  title: string;
  align: "left" | "right";
  /** Share of the width, against those of the other columns. */
  weight: number;
}
export interface PdfPage {
  title: string;
  /** Paragraphs, with empty lines between. */
  intro: string;
  columns: readonly PdfColumn[];
  rows: readonly (readonly string[])[];
  /** Lines below the table, like a sum. */
  totals: readonly { label: string; value: string }[];
  closing: string;
  footer: string;
  size: "A4" | "LETTER";
  fontSize: number;
  /** PNG or JPEG. */
  logo?: Buffer | undefined;
  /** TrueType or OpenType; without one the signs of Western European languages only. */
  font?: Buffer | undefined;
  now: Date;
}

type Doc = InstanceType<typeof PDFDocument>;

const MARGIN = 56;
const PAD = 4;
const GREY = "#d0d0d0";
const REGULAR = "regular";
const BOLD = "bold";

/** Signs that the built-in fonts have: Windows-1252. */
const BUILT_IN = new Set(`\n\t${new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 224 }, (_, n) => n + 32))}`);

function checkSigns(texts: readonly string[]): void {
  for (const text of texts) {
    for (const sign of text) {
      if (!BUILT_IN.has(sign))
        throw userError(`The built-in font has no '${sign}'.`, {
          field: "font",
          fix: "Put a font file (.ttf or .otf) that has it into the item, and name its field.",
        });
    }
  }
}

/** Fonts and pictures of a person's may be damaged in any way: whatever goes wrong with one is its fault. */
function attempt(what: "font" | "logo", work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw userError(`The ${what} can't be read.`, {
      field: what,
      fix: what === "font" ? "Give a .ttf or .otf file." : "Give a PNG or JPEG picture.",
      ...(cause instanceof Error ? { description: cause.message } : {}),
    });
  }
}

function fonts(doc: Doc, font: Buffer | undefined): void {
  if (!font) {
    doc.registerFont(REGULAR, "Helvetica");
    doc.registerFont(BOLD, "Helvetica-Bold");
    return;
  }
  attempt("font", () => {
    doc.registerFont(REGULAR, font);
    doc.registerFont(BOLD, font);
    doc.font(REGULAR).widthOfString("x");
  });
}

const bottomOf = (doc: Doc): number => doc.page.height - MARGIN - 20;
const widthOf = (doc: Doc): number => doc.page.width - 2 * MARGIN;

function paragraphs(doc: Doc, text: string, fontSize: number): void {
  for (const paragraph of text.split(/\n\s*\n/)) {
    if (paragraph.trim() !== "")
      doc
        .font(REGULAR)
        .fontSize(fontSize)
        .text(paragraph.trim(), MARGIN, doc.y, { width: widthOf(doc) })
        .moveDown(0.7);
  }
}

/** One row at `doc.y`; cells wrap. A row that does not fit goes to the next page, where the names of the columns stand again. */
function tableWriter(doc: Doc, { columns, fontSize }: PdfPage): (cells: readonly string[], bold?: boolean) => void {
  const total = columns.reduce((sum, column) => sum + column.weight, 0);
  const widths = columns.map((column) => (column.weight / total) * widthOf(doc));
  const lefts = widths.map((_, n) => MARGIN + widths.slice(0, n).reduce((sum, width) => sum + width, 0));
  const draw = (cells: readonly string[], bold: boolean): void => {
    doc.font(bold ? BOLD : REGULAR).fontSize(fontSize);
    const height = Math.max(...cells.map((cell, n) => doc.heightOfString(cell || " ", { width: (widths[n] ?? 0) - 2 * PAD }))) + 2 * PAD;
    if (doc.y + height > bottomOf(doc) && !bold) {
      doc.addPage();
      draw(
        columns.map((column) => column.title),
        true,
      );
      doc.font(REGULAR).fontSize(fontSize);
    }
    const top = doc.y;
    for (const [n, cell] of cells.entries()) {
      doc.text(cell, (lefts[n] ?? MARGIN) + PAD, top + PAD, {
        width: (widths[n] ?? 0) - 2 * PAD,
        align: columns[n]?.align ?? "left",
        // A cell taller than a page is cut: it would push the rest of its row apart.
        height: Math.min(height, bottomOf(doc) - MARGIN),
        ellipsis: true,
      });
    }
    doc.y = Math.min(top + height, bottomOf(doc));
    doc
      .moveTo(MARGIN, doc.y)
      .lineTo(MARGIN + widthOf(doc), doc.y)
      .lineWidth(bold ? 1 : 0.5)
      .strokeColor(GREY)
      .stroke();
  };
  return (cells, bold = false) => draw(cells, bold);
}

function table(doc: Doc, page: PdfPage): void {
  if (page.columns.length === 0) return;
  const write = tableWriter(doc, page);
  if (doc.y > bottomOf(doc) - 4 * page.fontSize) doc.addPage();
  write(
    page.columns.map((column) => column.title),
    true,
  );
  for (const row of page.rows) write(row);
}

function totals(doc: Doc, page: PdfPage): void {
  doc.y += PAD;
  for (const [n, { label, value }] of page.totals.entries()) {
    if (doc.y + 2 * page.fontSize > bottomOf(doc)) doc.addPage();
    const top = doc.y;
    doc.font(n === page.totals.length - 1 ? BOLD : REGULAR).fontSize(page.fontSize);
    doc.text(label, MARGIN, top, { width: widthOf(doc) * 0.7, align: "right" });
    const next = doc.y;
    doc.text(value, MARGIN + widthOf(doc) * 0.72, top, { width: widthOf(doc) * 0.28 - PAD, align: "right" });
    doc.y = Math.max(next, doc.y) + 2;
  }
}

function footers(doc: Doc, { footer, fontSize }: PdfPage): void {
  const { start, count } = doc.bufferedPageRange();
  for (let n = 0; n < count; n++) {
    doc.switchToPage(start + n);
    // Beyond the margin a text would open a new page.
    doc.page.margins.bottom = 0;
    const top = doc.page.height - MARGIN;
    doc
      .font(REGULAR)
      .fontSize(fontSize - 2)
      .fillColor("#606060");
    doc.text(footer, MARGIN, top, { width: widthOf(doc) * 0.8, lineBreak: false, ellipsis: true });
    doc.text(`${n + 1} / ${count}`, MARGIN, top, { width: widthOf(doc), align: "right", lineBreak: false });
  }
}

/** A document of a title, paragraphs, a table and sums. Throws user errors for a font or picture that can't be used. */
export async function writePdf(page: PdfPage): Promise<Buffer> {
  const { default: Document } = await import("pdfkit");
  const { title, intro, closing, footer, columns, rows } = page;
  if (!page.font)
    checkSigns([
      title,
      intro,
      closing,
      footer,
      ...columns.map((column) => column.title),
      ...rows.flat(),
      ...page.totals.flatMap((one) => [one.label, one.value]),
    ]);
  const doc = new Document({
    size: page.size,
    margin: MARGIN,
    bufferPages: true,
    info: { Title: title, CreationDate: page.now, Producer: "Infinite Matrix", Creator: "Infinite Matrix" },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (part: Buffer) => parts.push(part));
    doc.on("end", () => resolve(Buffer.concat(parts)));
    doc.on("error", reject);
  });
  const { logo } = page;
  if (logo) await checkPng(logo, "logo");
  fonts(doc, page.font);
  if (logo) {
    attempt("logo", () => void doc.image(logo, MARGIN, MARGIN, { fit: [160, 60] }));
    doc.y = MARGIN + 76;
  }
  doc.fillColor("#111111");
  if (title !== "")
    doc
      .font(BOLD)
      .fontSize(page.fontSize * 2)
      .text(title, MARGIN, doc.y, { width: widthOf(doc) })
      .moveDown(0.5);
  paragraphs(doc, intro, page.fontSize);
  table(doc, page);
  if (page.totals.length > 0) totals(doc, page);
  if (closing !== "") {
    doc.moveDown(1);
    paragraphs(doc, closing, page.fontSize);
  }
  footers(doc, page);
  doc.end();
  return await done;
}
