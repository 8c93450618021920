import type { Evaluation } from "../budget.ts";
import { Regex } from "../regex.ts";
import type { Method } from "./method.ts";

// Run on the linear-time engine: these patterns backtrack badly on hostile texts.
const LABELS = "(?:[-\\w]+\\.)+(?:[a-zA-Z]{2,}|xn--[a-zA-Z0-9]+)";
const HOST = `(?:${LABELS}|localhost|\\d{1,3}(?:\\.\\d{1,3}){3})`;
const LOCAL_PART = '(?:[^<>()\\[\\]\\\\.,;:\\s@"]+(?:\\.[^<>()\\[\\]\\\\.,;:\\s@"]+)*|"[^"\\n]+")';
const EMAIL = `${LOCAL_PART}@(\\[\\d{1,3}(?:\\.\\d{1,3}){3}\\]|(?:[a-zA-Z\\-0-9]+\\.)+[a-zA-Z]{2,})`;
const TAIL = "(?::\\d+)?(?:/[^\\s?#]*)?(?:\\?[^\\s#]*)?(?:#\\S*)?";

/** A pattern that is compiled when it is first needed. */
function lazily(source: string, flags = ""): (e: Evaluation, text: string) => readonly (string | undefined)[] | undefined {
  let regex: Regex | undefined;
  return (e, text) => {
    regex ??= new Regex(source, flags);
    return regex.find(e, text, 0)?.groups;
  };
}

const email = lazily(EMAIL);
const onlyEmail = lazily(`^${EMAIL}$`);
const url = lazily(`(?:https?|ftp)://${HOST}(?::\\d+)?\\S*`, "i");
const onlyUrl = lazily(`^(?:https?|ftp)://${HOST}${TAIL}$`, "i");
const onlyDomain = lazily(`^${HOST}${TAIL}$`, "i");
const addressed = lazily(`^(?:(?:https?|ftp)://)?(?:mailto:)?(?://)?(${HOST})${TAIL}$`, "i");

export const isEmail: Method<string> = (e, text) => onlyEmail(e, text) !== undefined;
export const isUrl: Method<string> = (e, text) => onlyUrl(e, text) !== undefined;
export const isDomain: Method<string> = (e, text) => onlyDomain(e, text) !== undefined;
export const emailIn: Method<string> = (e, text) => email(e, text)?.[0];
export const urlIn: Method<string> = (e, text) => url(e, text)?.[0];
export const domainIn: Method<string> = (e, text) => onlyEmail(e, text)?.[1] ?? addressed(e, text)?.[1];

export const pathIn: Method<string> = (e, text) => {
  e.burn(20 + text.length);
  return URL.canParse(text) ? new URL(text).pathname : undefined;
};
