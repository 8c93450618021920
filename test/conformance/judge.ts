import { isDeepStrictEqual } from "node:util";
import type { HttpAnswer } from "#shared/model/test-case.ts";
import type { Printed, RecordedCase, RecordedItem } from "./recorded-case.ts";

/** A key whose value is undefined counts as absent; dates are their text. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;
const isFields = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const only = (value: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])));

/** An error object is compared by what it says, not by where in the code it came from. */
const jsonOf = ({ json }: RecordedItem): unknown =>
  isFields(json["error"]) ? { ...json, error: only(json["error"], ["message", "name", "description", "context"]) } : json;
const filesOf = ({ binary = {} }: RecordedItem): unknown =>
  Object.fromEntries(
    Object.entries(binary).map(([key, file]) => [key, only(file, ["mimeType", "fileType", "fileExtension", "fileName", "fileSize"])]),
  );

type Lists = readonly (readonly RecordedItem[] | null)[];

/** The json lists of the outputs; an absent and an empty one at the end are the same. */
function listsOf(outputs: Lists, most: number): unknown[][] {
  const lists = outputs.slice(0, most).map((list) => (list ?? []).map(jsonOf));
  while (lists.length > 0 && lists.at(-1)?.length === 0) lists.pop();
  return lists;
}

const CUT = 160;
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > CUT ? `${text.slice(0, CUT)}…` : text;
};
const miss = (place: string, expected: unknown, got: unknown): string => `${place}: expected ${shown(expected)}, got ${shown(got)}`;

/** What n8n calls a run's end, as ours may be called. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  success: ["succeeded"],
  error: ["failed"],
  crashed: ["failed"],
  waiting: ["waiting"],
  canceled: ["cancelled"],
};

/** Level 1: a compared node ran once, and gave exactly the pinned items by its first output. */
function pinnedMisses({ comparedNodes, workflow }: RecordedCase, got: Printed): string[] {
  if (comparedNodes.length === 0) return [];
  const misses =
    got.status === "succeeded" || got.status === "waiting" ? [] : [miss("status", "success", got.error?.message ?? got.status)];
  for (const name of comparedNodes) {
    const pinned = workflow.pinData?.[name] ?? [];
    const files = pinned.some(({ binary }) => binary !== undefined);
    const shape = (item: RecordedItem): unknown => ({
      json: jsonOf(item),
      ...(files && item.binary !== undefined ? { binary: filesOf(item) } : {}),
    });
    const runs = got.nodes[name];
    if (runs === undefined) misses.push(`${name}: did not run`);
    else {
      const given = plain(runs.map(({ outputs }) => (outputs[0] ?? []).map(shape)));
      const wanted = plain([pinned.map(shape)]);
      if (!isDeepStrictEqual(given, wanted)) misses.push(miss(name, wanted, given));
    }
  }
  return misses;
}

/** Level 2: the same end, and every node ran as often and gave the same. */
function recordedMisses({ run, workflow }: RecordedCase, got: Printed): string[] {
  if (run === undefined) return [];
  const misses: string[] = [];
  if (!(ENDS[run.status] ?? [run.status]).includes(got.status)) misses.push(miss("status", run.status, got.error?.message ?? got.status));
  if (run.status === "error" && run.error?.node !== undefined && got.error?.node !== run.error.node)
    misses.push(miss("failed node", run.error.node, got.error?.node));
  for (const [name, wanted] of Object.entries(run.nodes)) {
    if (run.volatileNodes.includes(name)) continue;
    const runs = got.nodes[name] ?? [];
    if (runs.length !== wanted.length) {
      misses.push(`${name}: expected ${wanted.length} runs, got ${runs.length}`);
      continue;
    }
    const type = workflow.nodes.find((node) => node.name === name)?.type ?? "";
    // What it discarded is on record as a second output, which it does not have.
    const most = type.endsWith(".filter") ? 1 : Number.POSITIVE_INFINITY;
    for (const [i, { outputs }] of wanted.entries()) {
      const expected = plain(listsOf(outputs, most));
      const given = plain(listsOf(runs[i]?.outputs ?? [], most));
      if (!isDeepStrictEqual(expected, given)) misses.push(miss(wanted.length > 1 ? `${name}, run ${i + 1}` : name, expected, given));
    }
  }
  return misses;
}

function address(text: string): unknown {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  return [`${url.origin}${url.pathname.replace(/\/$/, "")}`, ...[...url.searchParams].map((pair) => JSON.stringify(pair)).sort()];
}

function asJson(text: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** JSON as its value, a form as its pairs, a multipart body with one boundary for all. */
function body(given: unknown): unknown {
  if (given === undefined || given === null || given === "") return null;
  if (typeof given !== "string") return plain(given);
  const json = asJson(given);
  if (json) return json.json;
  const boundary = /^-*([^\r\n]+)\r?\n/.exec(given)?.[1];
  if (given.startsWith("--") && boundary !== undefined) return given.replaceAll(boundary, "BOUNDARY").replace(/-*BOUNDARY/g, "BOUNDARY");
  if (/^[^\s=&{[<]+=[^\s]*$/.test(given)) return [...new URLSearchParams(given)].map((pair) => JSON.stringify(pair)).sort();
  return given;
}

const COMPARED = /^(content-type|accept|authorization|x-.*)$/i;
const header = (value: string | undefined): string => (value ?? "").replace(/boundary=\S+/, "boundary").replace(/;\s*charset=utf-8/i, "");

function requestMisses(place: string, wanted: HttpAnswer["request"], sent: Printed["requests"][number]): string[] {
  const misses: string[] = [];
  const hold = (what: string, expected: unknown, got: unknown): void => {
    if (!isDeepStrictEqual(expected, got)) misses.push(miss(`${place}, ${what}`, expected, got));
  };
  hold("method", wanted.method.toUpperCase(), sent.method.toUpperCase());
  hold("url", address(wanted.url), address(sent.url));
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    if (COMPARED.test(name)) hold(name.toLowerCase(), header(value), header(sent.headers[name.toLowerCase()]));
  hold("body", body(wanted.body), body(sent.body));
  return misses;
}

function httpMisses({ http }: RecordedCase, { requests }: Printed): string[] {
  if (http === undefined) return [];
  const misses = http.length === requests.length ? [] : [`requests: expected ${http.length}, got ${requests.length}`];
  for (const [i, { request }] of http.entries()) {
    const sent = requests[i];
    if (sent) misses.push(...requestMisses(`request ${i + 1}`, request, sent));
  }
  return misses;
}

/** Why a case does not pass, by the rules that come with the cases; empty where it does. */
export const judge = (recorded: RecordedCase, got: Printed): string[] => [
  ...pinnedMisses(recorded, got),
  ...recordedMisses(recorded, got),
  ...httpMisses(recorded, got),
];
