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

/** Function Item 1: `item` is the json itself there. On one line with the first, so that line numbers stay. */
export const functionItem: Mapper = ({ parameters }) =>
  javascript(`return await (async (item) => { ${text(parameters.functionCode, "return item;")}\n})($json)`, "each");
