import { bool, group, type Mapped, type Mapper, record, type Source } from "../mapper.ts";

type Params = Record<string, unknown>;
const named = (options: Params, name: string, as: string): Params => (options[name] === undefined ? {} : { [as]: options[name] });

/** Options of the other library that have no counterpart, and what they do. */
const WITHOUT: Readonly<Record<string, string>> = {
  emoji: "names of emoji",
  ghMentions: "mentions of people",
  parseImgDimensions: "sizes of pictures",
  customizedHeaderId: "own ids of headings",
  prefixHeaderId: "a prefix for ids",
  backslashEscapesHTMLTags: "escaped tags",
};

function toHtml({ parameters }: Source): Mapped {
  const options = record(parameters.options);
  const missing = Object.keys(WITHOUT).filter((name) => options[name] === true);
  return {
    type: "core.markdown",
    params: {
      operation: "to_html",
      markdown: parameters.markdown ?? "",
      into: parameters.destinationKey ?? "data",
      safe: false,
      tables: bool(options.tables, false),
      strikethrough: bool(options.strikethrough, false),
      autoLinks: bool(options.simplifiedAutoLink, false),
      headingIds: bool(options.noHeaderId, false) ? "none" : bool(options.ghCompatibleHeaderId, false) ? "dashes" : "plain",
      ...named(options, "headerLevelStart", "headingStart"),
      newWindow: bool(options.openLinksInNewWindow, false),
      lineBreaks: bool(options.simpleLineBreaks, false),
      fourSpaceLists: !bool(options.disableForced4SpacesIndentedSublists, false),
      ellipsis: true,
      document: bool(options.completeHTMLDocument, false),
    },
    partial: missing.map((name) => `${WITHOUT[name]} stay as they are written`),
  };
}

/** Markdown 1. */
export const markdown: Mapper = (source) => {
  const { parameters } = source;
  if (parameters.mode === "markdownToHtml") return toHtml(source);
  const options = record(parameters.options);
  const partial: string[] = [];
  // Recorded runs show that it has no effect there.
  if (options.ignore) partial.push("elements to leave out: n8n itself takes no notice of them; set them again if you want them left out");
  if (options.globalEscape || options.lineStartEscape) partial.push("its own rules of escaping are left out");
  return {
    type: "core.markdown",
    params: {
      operation: "to_markdown",
      html: parameters.html ?? "",
      into: parameters.destinationKey ?? "data",
      bullet: options.bulletMarker ?? "*",
      ...named(options, "codeFence", "fence"),
      ...named(options, "emDelimiter", "emphasis"),
      ...named(options, "strongDelimiter", "strong"),
      ...named(options, "maxConsecutiveNewlines", "maxNewlines"),
      ...named(options, "blockElements", "blockElements"),
      ...(options.codeBlockStyle === "indented" ? { codeBlocks: "indented" } : {}),
      keepDataImages: bool(options.keepDataImages, false),
      referenceLinks: bool(options.useLinkReferenceDefinitions, false),
      replace: group(options.textReplace, "values").map((one) => ({ from: one.pattern ?? "", to: one.replacement ?? "" })),
    },
    partial,
  };
};
