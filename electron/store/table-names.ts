/** Columns that every row has from the store itself, and a name that would not be a column of its own in JavaScript. */
const RESERVED: readonly string[] = ["id", "createdAt", "updatedAt", "__proto__"];

/** Quotes and backslashes would need escapes in SQLite's JSON paths, control characters help nobody. */
const REFUSED = /["'\\\p{Cc}\p{Cs}]/u;
const LONGEST = 100;

/** Why this can't be a table's name, if so. */
export function tableNameFault(name: string): string | undefined {
  if (name.trim() === "") return "A table needs a name.";
  if (name.length > LONGEST) return `The table name is longer than ${LONGEST} characters.`;
  if (REFUSED.test(name)) return `The table name ${name} holds quotes, backslashes or control characters. Use letters, digits and spaces.`;
  return undefined;
}

/** Why this can't be a column that a workflow writes, if so. */
export function columnFault(name: string): string | undefined {
  if (RESERVED.includes(name)) return `The column ${name} is kept by the table itself. Choose another name.`;
  return matchFault(name);
}

/** Why this can't be a column to look for, if so: the table's own ones can. */
export function matchFault(name: string): string | undefined {
  if (name === "") return "A column needs a name.";
  if (name.length > LONGEST) return `The column name ${name.slice(0, 20)}... is longer than ${LONGEST} characters.`;
  if (REFUSED.test(name)) return `The column name ${name} holds quotes, backslashes or control characters. Use letters, digits and spaces.`;
  return undefined;
}
