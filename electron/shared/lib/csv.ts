/** What a spreadsheet would run: also with the full-width signs that some read as such. */
const FORMULA = /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;
/** A text that is a plain number starts no formula, whatever its sign. */
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;

/** Whether a spreadsheet would run a text where it stands in a cell. */
export const isFormula = (text: string): boolean => FORMULA.test(text) && !NUMBER.test(text);

const QUOTED = /[",\r\n]/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const plain = typeof value === "string" ? value : JSON.stringify(value);
  const text = typeof value === "string" && isFormula(plain) ? `'${plain}` : plain;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of a CSV file for a spreadsheet (RFC 4180), formulas made harmless; lists and objects as JSON. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(",")}\r\n`;
