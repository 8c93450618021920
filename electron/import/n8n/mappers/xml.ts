import { bool, literal, type Mapper, record } from "../mapper.ts";

/** XML 1. An item that can't be read is lost there without a word where the step goes on after errors. */
export const xml: Mapper = ({ parameters, goesOn }) => {
  const partial: string[] = [];
  const options = record(parameters.options);
  const keys = {
    ...(options.attrkey === undefined ? {} : { attributeKey: options.attrkey }),
    ...(options.charkey === undefined ? {} : { textKey: options.charkey }),
    ...(goesOn ? { failures: "drop" } : {}),
  };
  if (literal(parameters.mode, ["xmlToJson", "jsonToxml"], "xmlToJson", "what it does", partial) === "jsonToxml") {
    return {
      type: "core.xml",
      params: {
        operation: "to_xml",
        ...(parameters.dataPropertyName === undefined || parameters.dataPropertyName === "data"
          ? {}
          : { into: parameters.dataPropertyName }),
        rootName: options.rootName ?? "root",
        headless: bool(options.headless, false),
        cdata: bool(options.cdata, false),
        ...keys,
      },
      partial,
    };
  }
  return {
    type: "core.xml",
    params: {
      operation: "to_json",
      field: parameters.dataPropertyName ?? "data",
      mergeAttributes: bool(options.mergeAttrs, true),
      ignoreAttributes: bool(options.ignoreAttrs, false),
      alwaysLists: bool(options.explicitArray, false),
      keepRoot: bool(options.explicitRoot, true),
      trim: bool(options.trim, false),
      normalize: bool(options.normalize, false),
      lowerCase: bool(options.normalizeTags, false),
      ...keys,
    },
    partial,
  };
};
