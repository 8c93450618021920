import { RE2JS } from "re2js";
import { userError } from "#shared/model/failure.ts";

const FLAGS: Record<string, number> = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };

/**
 * A pattern typed by a user, plain or as `/pattern/flags`, on an engine whose time grows with the text's length only.
 * Throws StepError for what it can't read: look-around and back-references have no such bound and are refused.
 */
export function userPattern(text: string, ignoreCase: boolean): RE2JS {
  const slashed = /^\/(.*)\/([a-z]*)$/s.exec(text);
  const pattern = slashed?.[1] ?? text;
  const flags = `${slashed?.[2] ?? ""}${ignoreCase ? "i" : ""}`;
  let bits = 0;
  for (const flag of flags) bits |= FLAGS[flag] ?? 0;
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern), bits);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw userError(`The pattern '${text}' can't be used: ${why}`, {
      name: "PatternError",
      fix: "Look-ahead, look-behind and back-references are not available; the rest of the usual syntax is.",
    });
  }
}

/** Replaces every match; in the replacement `$1` is a group, `$<name>` a named one, `$&` the match and `$$` a dollar. */
export function expandReplacement(pattern: RE2JS, text: string, replacement: string): string {
  const matcher = pattern.matcher(text);
  let out = "";
  let from = 0;
  while (matcher.find()) {
    out += text.slice(from, matcher.start());
    out += replacement.replace(/\$(?:\$|&|(\d{1,2})|<([^>]*)>)/g, (whole: string, digits?: string, name?: string) => {
      if (whole === "$$") return "$";
      if (whole === "$&") return matcher.group() ?? "";
      if (digits !== undefined)
        return Number(digits) <= pattern.groupCount() && Number(digits) > 0 ? (matcher.group(Number(digits)) ?? "") : whole;
      return name !== undefined && Object.hasOwn(pattern.namedGroups(), name) ? (matcher.group(name) ?? "") : "";
    });
    from = matcher.end();
  }
  return out + text.slice(from);
}
