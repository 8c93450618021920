import { createHash } from "node:crypto";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha3_512 } from "@noble/hashes/sha3.js";
import type { Evaluation } from "../budget.ts";
import { PlainFault } from "../fault.ts";
import type { Args } from "../host.ts";
import { fromJson, toJson } from "../json.ts";
import { momentFromNumber, momentFromText, momentInFormat } from "../moment.ts";
import { ExpressionError } from "../scope.ts";
import { concat, toInteger, toText } from "../values.ts";
import type { Method, Methods } from "./method.ts";
import { domainIn, emailIn, isDomain, isEmail, isUrl, pathIn, urlIn } from "./string-find.ts";
import { removeMarkdown, removeTags } from "./string-plain.ts";
import { sentenceCase, snakeCase, titleCase, toAscii } from "./string-shape.ts";

/** Work over the whole text that makes one of at most `times` its size. */
function whole(e: Evaluation, text: string, times = 1): string {
  e.burn(1 + (text.length >> 2));
  e.alloc(text.length * times);
  return text;
}

const over =
  (work: (text: string) => unknown, times = 1): Method<string> =>
  (e, text) =>
    work(whole(e, text, times));

const DIGESTS = new Set(["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]);

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function hash(e: Evaluation, text: string, [algorithm]: Args): string {
  const name = algorithm === undefined ? "md5" : toText(e, algorithm).toLowerCase();
  e.burn(200 + text.length);
  if (name === "base64") return Buffer.from(whole(e, text, 2)).toString("base64");
  if (DIGESTS.has(name)) return createHash(name).update(text).digest("hex");
  e.burn(text.length * 4);
  const bytes = new TextEncoder().encode(text);
  if (name === "sha3") return hexOf(sha3_512(bytes));
  if (name === "ripemd160") return hexOf(ripemd160(bytes));
  throw new ExpressionError(`hash() does not know '${name}'. Use md5, sha1, sha224, sha256, sha384, sha512, sha3, ripemd160 or base64.`);
}

// Signs that stand before or after an amount; letters such as kr or Fr. are left to the reader of the number.
const CURRENCY = /\p{Sc}/gu;

function toNumber(e: Evaluation, text: string): number {
  const number = Number(whole(e, text).replace(CURRENCY, ""));
  if (Number.isNaN(number)) throw new ExpressionError(`'${text.slice(0, 40)}' cannot be read as a number.`);
  return number;
}

const toInt: Method<string> = (e, text, [radix]) => {
  const number = Number.parseInt(whole(e, text).replace(CURRENCY, ""), radix === undefined ? undefined : toInteger(e, radix));
  if (Number.isNaN(number)) throw new ExpressionError(`'${text.slice(0, 40)}' cannot be read as a whole number.`);
  return number;
};

const toFloat: Method<string> = (e, text) => {
  const number = text.includes(",") ? Number.NaN : Number.parseFloat(whole(e, text).replace(CURRENCY, ""));
  if (Number.isNaN(number)) throw new ExpressionError(`'${text.slice(0, 40)}' cannot be read as a number. Decimals need a point.`);
  return number;
};

const parseJson: Method<string> = (e, text) => {
  try {
    return fromJson(e, text);
  } catch (fault) {
    if (!(fault instanceof PlainFault)) throw fault;
    throw new ExpressionError(`This text is no JSON: ${fault.message}`);
  }
};

function quote(e: Evaluation, text: string, [mark]: Args): string {
  const sign = mark === undefined ? '"' : toText(e, mark);
  if (sign.length > 16) throw new ExpressionError("quote() takes a quotation mark, not a text.");
  const doubled = whole(e, text, 2).replaceAll("\\", "\\\\");
  const inside = sign === "" ? doubled : whole(e, doubled, 2).replaceAll(sign, () => `\\${sign}`);
  return concat(e, concat(e, sign, inside), sign);
}

const toDate: Method<string> = (_e, text) => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new ExpressionError(`'${text.slice(0, 40)}' cannot be read as a date.`);
  if (!text.includes(":")) date.setHours(0, 0, 0);
  return date;
};

const toDateTime: Method<string> = (e, text, [format]) => {
  if (format === undefined || format === "") return momentFromText(e, text);
  const shape = toText(e, format);
  if (shape === "ms" || shape === "s" || shape === "us" || shape === "excel") return momentFromNumber(e, Number(text), shape);
  return momentInFormat(e, text, shape);
};

const FALSE_WORDS = new Set(["", "false", "no", "0"]);

/** encodeURI and its like: a lone half of a character pair or a broken % is JavaScript's URIError. */
const uri =
  (all: (text: string) => string, part: (text: string) => string): Method<string> =>
  (e, text, [entire]) => {
    const source = whole(e, text, 3);
    try {
      return entire ? all(source) : part(source);
    } catch {
      throw new PlainFault("this text cannot be encoded or decoded for a web address");
    }
  };

const encode = over((text) => Buffer.from(text).toString("base64"), 2);
const decode = over((text) => Buffer.from(text, "base64").toString("utf8"));

/** What we add to texts. */
export const stringMore: Methods<string> = {
  base64Encode: encode,
  toBase64: encode,
  base64Decode: decode,
  fromBase64: decode,
  extractDomain: domainIn,
  extractEmail: emailIn,
  extractUrl: urlIn,
  extractUrlPath: pathIn,
  hash,
  isDomain,
  isEmail,
  isNumeric: over((text) => !text.includes(" ") && !Number.isNaN(Number(text)) && !Number.isNaN(Number.parseFloat(text))),
  isUrl,
  isBlank: over((text) => text.trim() === ""),
  isNotBlank: over((text) => text.trim() !== ""),
  isEmpty: (_e, text) => text === "",
  isNotEmpty: (_e, text) => text !== "",
  length: (_e, text) => text.length,
  parseJson,
  fromJson: parseJson,
  quote,
  removeMarkdown,
  removeTags,
  replaceSpecialChars: (e, text) => {
    e.burn(text.length);
    return toAscii(whole(e, text, 4));
  },
  toBoolean: (_e, text) => text.length > 5 || !FALSE_WORDS.has(text.toLowerCase()),
  toDate,
  toDateTime,
  toInt,
  toWholeNumber: toInt,
  toFloat,
  toDecimalNumber: toFloat,
  toNumber,
  toJsonString: (e, text) => toJson(e, text),
  toSentenceCase: over(sentenceCase, 2),
  toSnakeCase: over(snakeCase),
  toTitleCase: (e, text) => {
    e.burn(20 + text.length * 3);
    return titleCase(whole(e, text, 2));
  },
  urlDecode: uri(decodeURI, decodeURIComponent),
  urlEncode: uri(encodeURI, encodeURIComponent),
};
