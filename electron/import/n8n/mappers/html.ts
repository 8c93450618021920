import { bool, group, literal, type Mapped, type Mapper, record, type Source, text } from "../mapper.ts";

const TAKE = ["text", "html", "attribute", "value"] as const;

function extract({ type, version, parameters }: Source, partial: string[]): Mapped {
  const options = record(parameters.options);
  const old = type === "htmlExtract" || version <= 1.1;
  return {
    type: "core.html",
    params: {
      operation: "extract",
      from: parameters.sourceData === "binary" ? "file" : "field",
      field: parameters.dataPropertyName ?? "data",
      fields: group(parameters.extractionValues, "values").map((value) => ({
        key: value.key ?? "",
        selector: value.cssSelector ?? "",
        take: literal(value.returnValue, TAKE, "text", "what it takes", partial),
        attribute: value.attribute ?? "",
        list: bool(value.returnArray, false),
        skip: value.skipSelectors ?? "",
      })),
      trim: bool(options.trimValues, type === "htmlExtract"),
      clean: bool(options.cleanUpText, false),
      text: old ? "bare" : "read",
    },
    partial,
  };
}

/** HTML 1 and its older name, HTML Extract. A template is an expression there without being marked as one. */
export const html: Mapper = (source) => {
  const { type, parameters } = source;
  const partial: string[] = [];
  const operations = ["generateHtmlTemplate", "extractHtmlContent", "convertToHtmlTable"] as const;
  const operation =
    type === "htmlExtract"
      ? "extractHtmlContent"
      : literal(parameters.operation, operations, "generateHtmlTemplate", "what it does", partial);
  if (operation === "extractHtmlContent") return extract(source, partial);
  if (operation === "generateHtmlTemplate") {
    const page = text(parameters.html);
    const resolved = page.includes("{{") && !page.startsWith("=") ? `=${page}` : page;
    return { type: "core.html", params: { operation: "template", html: resolved, safe: false }, partial };
  }
  const options = record(parameters.options);
  if (["tableAttributes", "headerAttributes", "rowAttributes", "cellAttributes"].some((name) => options[name]))
    partial.push("its own attributes of the table are left out: write the table as a template to have them");
  return {
    type: "core.html",
    params: {
      operation: "table",
      caption: options.caption ?? "",
      capitalize: bool(options.capitalize, false),
      styled: !bool(options.customStyling, false),
      into: "table",
    },
    partial,
  };
};
