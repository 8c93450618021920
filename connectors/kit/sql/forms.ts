import { z } from "zod";
import { field } from "../field.ts";
import { COMPARISONS } from "./rows.ts";

const text = z.coerce.string().default("");

export const table = {
  schema: field(text, { title: "Schema", help: "Empty = the connection's own.", advanced: true }),
  table: field(text, { title: "Table" }),
};

export const where = {
  where: field(
    z
      .array(
        z.object({
          column: field(text, { title: "Column" }),
          is: field(z.enum(COMPARISONS).default("="), {
            title: "Is",
            labels: [
              "equal to",
              "not equal to",
              "greater than",
              "less than",
              "at least",
              "at most",
              "like (% = anything)",
              "one of",
              "empty",
              "not empty",
            ],
            widget: "select",
          }),
          value: field(z.unknown().optional(), { title: "Value", showIf: { is: ["=", "!=", ">", "<", ">=", "<=", "like", "in"] } }),
        }),
      )
      .default([]),
    { title: "Rows where", widget: "list" },
  ),
  combine: field(z.enum(["and", "or"]).default("and"), {
    title: "Conditions",
    labels: ["All have to be met", "One is enough"],
    widget: "select",
    advanced: true,
  }),
};

export const values = {
  values: field(z.enum(["item", "fields"]).default("item"), {
    title: "Values",
    labels: ["The item's fields", "Chosen fields"],
    widget: "select",
    expression: "no",
  }),
  fields: field(z.array(z.object({ column: text, value: z.unknown().optional() })).default([]), {
    title: "Columns",
    widget: "key-value",
    showIf: { values: ["fields"] },
  }),
  emptyAsNull: field(z.boolean().default(false), { title: "Write empty texts as nothing (NULL)", widget: "switch", advanced: true }),
};

/** Several names, separated by commas. */
export const names = (title: string, help: string, advanced = false) =>
  field(z.union([z.string(), z.array(z.string())]).default(""), { title, help, advanced });

export const match = {
  match: names("Found by columns", "For example id. Several are separated by commas: rows in which all of them are equal are meant."),
};
export const returned = { returning: names("Columns to give back", "Separated by commas. Empty = all.", true) };

export const parameters = field(z.union([z.array(z.unknown()), z.string(), z.number(), z.boolean()]).default([]), {
  title: "Values",
  help: 'A list such as [5, "a"]: they stand in the query as $1, $2, … and are never read as SQL.',
  widget: "json",
  advanced: true,
});
export const trusted = field(z.boolean().default(false), {
  title: "The whole query may come from an expression",
  help: "Only where you trust what wrote it: whoever can change it can do anything that the login may.",
  widget: "switch",
  advanced: true,
});
export const query = field(z.string().default(""), {
  title: "Query",
  widget: "multiline",
  expression: "later",
  placeholder: "SELECT * FROM jobs WHERE customer = {{ $json.customer }}",
  help: "Expressions become values, never SQL, whatever they hold.",
});

/** Names as a list, whether they were given as one or with commas. */
export const nameList = (given: string | readonly string[]): string[] =>
  (typeof given === "string" ? given.split(",") : given).map((name) => name.trim()).filter((name) => name !== "");
