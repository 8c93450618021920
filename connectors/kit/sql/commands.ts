import { userError } from "#shared/model/failure.ts";
import type { Dialect } from "./dialect.ts";

type Kind = Dialect["id"];

/** Texts, quoted names and remarks, to their end or that of the SQL: what stands in them is no command. */
const TEXT = "'(?:[^']|'')*(?:'|$)";
const SKIPPED: Readonly<Record<Kind, RegExp>> = {
  postgres: new RegExp(
    String.raw`(?<![\w$])[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|${TEXT}|"[^"]*(?:"|$)|(?<![\w$])\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?(?:\$\1\$|$)|--[^\n]*|/\*`,
    "g",
  ),
  // A remark that begins with an exclamation mark is run by the server all the same, and so is no remark.
  mysql:
    /'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)|`[^`]*(?:`|$)|--(?=\s|$)[^\n]*|#[^\n]*|\/\*M?!\d*|\/\*[\s\S]*?(?:\*\/|$)|\*\//g,
  sqlite: new RegExp(String.raw`${TEXT}|"[^"]*(?:"|$)|\`[^\`]*(?:\`|$)|\[[^\]]*(?:\]|$)|--[^\n]*|/\*[\s\S]*?(?:\*/|$)`, "g"),
};

/** Characters of a text: what is written by hand is far shorter. */
const MOST_SQL = 1_000_000;

/** Postgres lets remarks stand in remarks. */
function afterRemark(sql: string, from: number): number {
  let depth = 1;
  for (const { 0: sign, index } of sql.slice(from).matchAll(/\/\*|\*\//g)) {
    depth += sign === "/*" ? 1 : -1;
    if (depth === 0) return from + index + 2;
  }
  return sql.length;
}

/** The commands of a text, without what is written in quotes and remarks. Only Postgres runs several of one text. */
export function commandsOf(sql: string, kind: Kind): string[] {
  if (sql.length > MOST_SQL)
    throw userError(`The SQL is longer than ${MOST_SQL.toLocaleString("en")} characters.`, {
      field: "query",
      fix: "Give large values as expressions in {{ }}: they are sent beside the SQL.",
    });
  const skipped = new RegExp(SKIPPED[kind]);
  let bare = "";
  let at = 0;
  for (let found = skipped.exec(sql); found !== null; found = skipped.exec(sql)) {
    const remark = /^(?:--|#|\/\*|\*\/)/.test(found[0]);
    bare += sql.slice(at, found.index) + (remark ? " " : "''");
    at = kind === "postgres" && found[0] === "/*" ? afterRemark(sql, skipped.lastIndex) : skipped.lastIndex;
    skipped.lastIndex = at;
  }
  const commands = `${bare}${sql.slice(at)}`.split(";").map((command) => command.trim().replace(/\s+/g, " "));
  return kind === "postgres" ? withoutBodies(commands) : commands.filter((command) => command !== "").slice(0, 1);
}

/** What stands in a function's body (BEGIN ATOMIC … END) is no command either. */
function withoutBodies(commands: readonly string[]): string[] {
  let inside = false;
  return commands.filter((command) => {
    const kept = !inside && command !== "";
    if (inside) inside = !/^end\b/i.test(command);
    else inside = /^create\b.*\bbegin atomic\b/i.test(command);
    return kept;
  });
}

const CONTROL = /^(begin(?! not atomic)|start transaction|commit|rollback|abort|end|savepoint|release|prepare transaction|xa)\b/i;

/**
 * Refuses commands that begin or end a transaction, by which the next step on the connection would lose what it wrote.
 * `field` is the form's that holds the text.
 */
export function refuseControl(sql: string, kind: Kind, field: "query" | "statements"): void {
  for (const command of commandsOf(sql, kind)) {
    const word = CONTROL.exec(command)?.[1];
    if (word === undefined || (field === "statements" && /^(savepoint|release)$/i.test(word) && kind !== "sqlite")) continue;
    const what = word.toUpperCase();
    throw userError(`${what} can't stand here: the step begins and ends its transaction itself.`, {
      field,
      fix:
        field === "statements"
          ? `Leave ${what} out.`
          : `Leave ${what} out. What has to happen as a whole belongs into the step “Run SQL together”.`,
    });
  }
}

/** It can commit a part of what it does before it fails: procedures may, in MySQL they do so at every step. */
export const mayCommit = (sql: string, kind: Kind): boolean =>
  commandsOf(sql, kind).some((command) =>
    kind === "mysql"
      ? /^(?!create\b|alter\b).*\b(call|execute)\b|^(begin|if|case|loop|repeat|while|for)\b/i.test(command)
      : kind === "postgres" && /^(call|do)\b/i.test(command),
  );
