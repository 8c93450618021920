import type { Readable } from "node:stream";
import type { BlobAccess } from "#kit/context.ts";
import type { HttpResponse } from "#kit/http.ts";
import { DEFAULT_MAX_BYTES } from "#kit/http-client.ts";
import { AnswerTooLarge, collect, decodeText, isJsonType, limited, mediaType, parseJson } from "#kit/response-body.ts";
import { StepError } from "#shared/model/failure.ts";
import type { Item, JsonObject } from "#shared/model/item.ts";
import { isRecord, setOwn } from "../values/path.ts";
import { type HttpInput, httpEffect } from "./input.ts";

/** Types that are files even where nobody says so. */
const FILE_TYPE =
  /^(image|audio|video|font)\/(?!svg)|^application\/(octet-stream|pdf|zip|gzip|x-(7z-compressed|bzip2?|rar.*|tar|gzip|zip.*)|epub\+zip|msword|vnd\.(ms-(excel|powerpoint|fontobject)|rar|openxmlformats.*|oasis\.opendocument.*|amazon\.ebook))$/;

/** An answer, read. */
export interface Answered {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  url: string;
  /** JSON or text; undefined for a file. */
  body: unknown;
  kind: "json" | "text" | "file";
  file?: NonNullable<Item["binary"]>[string];
}

/** Reads the body as the form says, or as what it says it is. Files go to the blob store as they come. */
export async function readAnswer(response: HttpResponse, stream: Readable, input: HttpInput, blobs: BlobAccess): Promise<Answered> {
  const type = response.headers["content-type"];
  const kind = input.response !== "auto" ? input.response : isJsonType(type) ? "json" : FILE_TYPE.test(mediaType(type)) ? "file" : "text";
  const head = { status: response.status, statusText: response.statusText, headers: response.headers, url: response.url };
  if (kind === "file") {
    const name = fileName(response);
    const about = { ...(name === undefined ? {} : { fileName: name }), ...(type === undefined ? {} : { mimeType: mediaType(type) }) };
    return { ...head, kind, body: undefined, file: await blobs.put(stream, about) };
  }
  const text = decodeText(await bytesOf(stream, input), type);
  return { ...head, kind, body: kind === "text" ? text : jsonBody(text, response, input) };
}

async function bytesOf(stream: Readable, input: HttpInput): Promise<Uint8Array> {
  try {
    return await collect(limited(stream, DEFAULT_MAX_BYTES));
  } catch (error) {
    if (!(error instanceof AnswerTooLarge)) throw error;
    throw new StepError(
      {
        kind: "user",
        name: "HttpError",
        message: `The answer is larger than ${DEFAULT_MAX_BYTES / 1024 / 1024} MB.`,
        fix: "Ask for less at once, or have the answer read as a file.",
        field: "response",
        outcome: httpEffect(input) === "write" ? "unknown" : "none",
      },
      { cause: error },
    );
  }
}

function jsonBody(text: string, response: HttpResponse, input: HttpInput): unknown {
  if (text.trim() === "") return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    if (input.neverError) return text;
    throw new StepError(
      {
        kind: "service",
        name: "HttpError",
        message: "The answer is not valid JSON.",
        fix: "Have the answer read as text.",
        field: "response",
        status: response.status,
        outcome: httpEffect(input) === "write" ? "unknown" : "none",
      },
      { cause: error },
    );
  }
}

/** The name that the service gives the file, else the end of its address. */
function fileName(response: HttpResponse): string | undefined {
  const disposition = response.headers["content-disposition"] ?? "";
  const encoded = /filename\*\s*=\s*(?:utf-8|iso-8859-1)?'[^']*'([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  const given = encoded === undefined ? (plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2]) : decoded(encoded.trim());
  const last = given ?? decoded(new URL(response.url).pathname.split("/").at(-1) ?? "");
  // A name only: no folder of the sender's may come with it.
  const name = last.split(/[/\\]/).at(-1)?.trim() ?? "";
  return name === "" || name === "." || name === ".." ? undefined : name.slice(0, 200);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The items that one answer becomes: the body as json, a list as one item for each element. */
export function toItems(answer: Answered, input: HttpInput, item: Item): Item[] {
  const about = { headers: answer.headers, statusCode: answer.status, statusMessage: answer.statusText };
  const named = (value: unknown): JsonObject => {
    const json: JsonObject = {};
    setOwn(json, input.outputField, value);
    return json;
  };
  if (answer.kind === "file") {
    const binary: NonNullable<Item["binary"]> = { ...item.binary };
    if (answer.file !== undefined) binary[input.outputField] = answer.file;
    return [{ json: input.fullResponse ? about : {}, binary }];
  }
  if (answer.kind === "text") return [{ json: input.fullResponse ? { ...named(answer.body), ...about } : named(answer.body) }];
  if (input.fullResponse) return [{ json: { body: answer.body, ...about } }];
  const values: unknown[] = Array.isArray(answer.body) ? answer.body : [answer.body];
  return values.map((value) => ({ json: value === undefined ? {} : isRecord(value) ? value : named(value) }));
}
