import { literal, type Mapped, type Mapper, text } from "../mapper.ts";

const javascript = (source: string, mode: "all" | "each", partial: string[] = []): Mapped => ({
  type: "core.code",
  params: { mode, source },
  ...(partial.length > 0 ? { partial } : {}),
});

/** Code 1 and 2. */
export const code: Mapper = ({ parameters }) => {
  const language = text(parameters.language, "javaScript");
  if (language !== "javaScript")
    return { unsupported: "Python can't be run safely here. Write the step in JavaScript, or call a service that runs it." };
  const partial: string[] = [];
  const mode = literal(parameters.mode, ["runOnceForAllItems", "runOnceForEachItem"], "runOnceForAllItems", "Mode", partial);
  const source = text(parameters.jsCode) || (mode === "runOnceForAllItems" ? "return $input.all()" : "return $input.item");
  return javascript(source, mode === "runOnceForAllItems" ? "all" : "each", partial);
};

/** Function 1: Code for all items by its older name. */
export const functionNode: Mapper = ({ parameters }) => javascript(text(parameters.functionCode, "return items;"), "all");

/** What `getBinaryData` and `setBinaryData` of a Function Item step work on, and what becomes of the item with it. */
const BEFORE = "const $files = [$input.item.binary]; const $result = ";
const AFTER =
  'return $files[0] === undefined || $result === null || typeof $result !== "object" || Array.isArray($result) ? $result : { json: $result, binary: $files[0] };';

/** Function Item 1: `item` is the json itself there. On one line with the first, so that line numbers stay. */
export const functionItem: Mapper = ({ parameters }) => {
  const source = text(parameters.functionCode, "return item;");
  if (!/\b[gs]etBinaryData\b/.test(source)) return javascript(`return await (async (item) => { ${source}\n})($json)`, "each");
  const call = `await (async (item, getBinaryData, setBinaryData) => { ${source}\n})($json, () => $files[0], (files) => { $files[0] = files; });`;
  return javascript(`${BEFORE}${call} ${AFTER}`, "each");
};
