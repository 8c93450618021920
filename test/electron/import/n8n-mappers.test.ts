import { describe, expect, it } from "vitest";
import { findAction } from "../../../connectors/registry.ts";
import { importN8n } from "../../../electron/import/n8n/index.ts";

/** One step imported; its params must be ones that our action reads. */
function map(type: string, typeVersion: number, parameters: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const { workflow, partial } = importN8n({ nodes: [{ name: "S", type: `n8n-nodes-base.${type}`, typeVersion, parameters, ...more }] });
  const node = workflow.nodes[0];
  const action = node && findAction(node.type, node.typeVersion);
  if (action) expect(action.input.safeParse(node.params).error).toBeUndefined();
  return { type: node?.type, params: node?.params, partial: partial.map((p) => p.reason) };
}

describe("set", () => {
  it("of today keeps other fields only where asked", () => {
    const assignments = { assignments: [{ id: "1", name: "a.b", type: "number", value: "={{ $json.n }}" }] };
    expect(map("set", 3.4, { assignments, options: { stripBinary: true } })).toMatchObject({
      type: "core.set",
      params: { fields: [{ name: "a.b", type: "number", value: "={{ $json.n }}" }], include: "none", stripBinary: true },
    });
    expect(map("set", 3.3, { assignments, includeOtherFields: true, include: "selected", includeFields: "a, b" }).params).toMatchObject({
      include: "selected",
      includeFields: "a, b",
      stripBinary: true,
    });
  });
  it("of version 3 has its values under the name of their type", () => {
    const fields = {
      values: [
        { name: "n", type: "numberValue", numberValue: "5" },
        { name: "s", stringValue: "x" },
        { name: "b", type: "booleanValue" },
      ],
    };
    expect(map("set", 3.2, { fields }).params).toMatchObject({
      include: "all",
      fields: [
        { name: "n", type: "number", value: "5" },
        { name: "s", type: "string", value: "x" },
        { name: "b", type: "boolean", value: "true" },
      ],
    });
  });
  it("of the first versions sets booleans, numbers, texts, in that order", () => {
    const values = { string: [{ name: "s", value: "x" }], number: [{ value: 1 }], boolean: [{ name: "b", value: true }] };
    expect(map("set", 2, { values, keepOnlySet: true, options: { dotNotation: false } }).params).toEqual({
      fields: [
        { name: "b", type: "boolean", value: true },
        { name: "propertyName", type: "number", value: 1 },
        { name: "s", type: "any", value: "x" },
      ],
      include: "none",
      dotNotation: false,
      ignoreConversionErrors: true,
    });
  });
  it("goes on after errors as n8n does, with an item that holds the error", () => {
    expect(map("set", 3.4, { mode: "raw", jsonOutput: "={{ $json }}" }, { onError: "continueErrorOutput" }).params).toMatchObject({
      mode: "json",
      json: "={{ $json }}",
      failures: "emit",
    });
  });
});

describe("if and filter", () => {
  it("of today carry types, case and combination over", () => {
    const conditions = {
      options: { caseSensitive: false, leftValue: "", typeValidation: "strict", version: 2 },
      combinator: "or",
      conditions: [
        { id: "1", leftValue: "={{ $json.a }}", rightValue: 5, operator: { type: "number", operation: "gt" } },
        { id: "2", leftValue: "={{ $json.b }}", rightValue: "", operator: { type: "string", operation: "exists", singleValue: true } },
      ],
    };
    expect(map("if", 2.2, { conditions }, { onError: "continueRegularOutput" })).toEqual({
      type: "core.if",
      params: {
        conditions: {
          match: "any",
          ignoreCase: true,
          types: "strict",
          rules: [
            { left: "={{ $json.a }}", type: "number", operation: "gt", right: 5 },
            { left: "={{ $json.b }}", type: "string", operation: "exists" },
          ],
        },
        failures: "no",
      },
      partial: [],
    });
    expect(map("filter", 2, { conditions: { ...conditions, options: {} } }).params).toMatchObject({ conditions: { types: "convert" } });
  });
  it("of the first version compare plainly", () => {
    const conditions = { number: [{ value1: "={{ $json.n }}", operation: "larger", value2: 5 }], dateTime: [{ value1: "a" }] };
    expect(map("if", 1, { conditions, combineOperation: "any" }).params).toEqual({
      conditions: {
        match: "any",
        types: "plain",
        rules: [
          { left: "a", type: "dateTime", operation: "after", right: "" },
          { left: "={{ $json.n }}", type: "number", operation: "gt", right: 5 },
        ],
      },
    });
  });
});

describe("respond and stop", () => {
  it("answer as they did", () => {
    const options = { responseCode: 201, responseHeaders: { entries: [{ name: "X-A", value: "1" }] }, responseKey: "data" };
    expect(map("respondToWebhook", 1.1, { options }).params).toEqual({
      body: "first",
      headers: [{ name: "X-A", value: "1" }],
      wrapIn: "data",
      status: 201,
    });
    expect(map("respondToWebhook", 1, { respondWith: "json", responseBody: "={{ $json }}" }).params).toMatchObject({
      body: "json",
      json: "={{ $json }}",
    });
    expect(map("respondToWebhook", 1, { respondWith: "jwt" }).type).toBe("n8n-nodes-base.respondToWebhook");
  });
  it("fail with the message they had", () => {
    expect(map("stopAndError", 1, { errorType: "errorObject", errorObject: '{"message":"x"}' }).params).toEqual({
      message: '{"message":"x"}',
    });
  });
});

describe("HTTP requests", () => {
  it("of today keep query, headers, body and the reading of the answer", () => {
    expect(
      map("httpRequest", 4.2, {
        method: "POST",
        url: "=https://x.example/{{ $json.id }}",
        sendQuery: true,
        queryParameters: { parameters: [{ name: "a", value: "1" }, { name: "" }] },
        sendHeaders: true,
        specifyHeaders: "json",
        jsonHeaders: '{"x":"y"}',
        sendBody: true,
        contentType: "multipart-form-data",
        bodyParameters: {
          parameters: [
            { parameterType: "formBinaryData", name: "f", inputDataFieldName: "data" },
            { name: "b", value: "2" },
          ],
        },
        options: {
          response: { response: { fullResponse: true, responseFormat: "text" } },
          timeout: 5000,
          redirect: { redirect: { followRedirects: false } },
        },
      }).params,
    ).toMatchObject({
      method: "POST",
      url: "=https://x.example/{{ $json.id }}",
      query: [{ name: "a", value: "1" }],
      headersJson: '{"x":"y"}',
      body: "multipart",
      bodyFields: [
        { name: "f", kind: "file", file: "data" },
        { name: "b", value: "2" },
      ],
      response: "text",
      fullResponse: true,
      timeout: 5000,
      redirects: 0,
    });
  });
  it("keep their pages", () => {
    const pagination = {
      pagination: {
        paginationMode: "responseContainsNextURL",
        nextURL: "={{ $response.body.next }}",
        limitPagesFetched: true,
        maxRequests: 3,
      },
    };
    expect(map("httpRequest", 4.2, { url: "https://x.example", options: { pagination } }).params).toMatchObject({
      pagination: { mode: "nextUrl", nextUrl: "={{ $response.body.next }}", stop: "empty", maxPages: 3 },
    });
  });
  it("say which login they used where the file names no connection", () => {
    const params = { url: "https://x.example", authentication: "genericCredentialType", genericAuthType: "httpHeaderAuth" };
    expect(map("httpRequest", 4.2, params).partial).toEqual(["choose a connection: it used httpHeaderAuth"]);
  });
  it("of the first versions keep pairs or JSON", () => {
    const pairs = {
      requestMethod: "POST",
      url: "https://x.example",
      bodyParametersUi: { parameter: [{ name: "a", value: "b" }] },
      options: { splitIntoItems: true },
    };
    expect(map("httpRequest", 1, pairs)).toMatchObject({
      params: { method: "POST", body: "json", bodyFields: [{ name: "a", value: "b" }] },
      partial: [],
    });
    const json = { ...pairs, jsonParameters: true, bodyParametersJson: '{"a":1}', queryParametersJson: '{"q":1}', responseFormat: "file" };
    expect(map("httpRequest", 2, json).params).toMatchObject({
      body: "json",
      bodyJson: '{"a":1}',
      queryJson: '{"q":1}',
      response: "file",
      outputField: "data",
    });
  });
});

describe("files", () => {
  it("to and from files, whatever the node is called", () => {
    expect(map("convertToFile", 1.1, { options: { fileName: "a.csv", delimiter: ";" } })).toMatchObject({
      type: "core.convert_to_file",
      params: { format: "csv", fileName: "a.csv", delimiter: ";", bom: true },
    });
    expect(map("convertToFile", 1, { operation: "toBinary", sourceProperty: "b", options: { dataIsBase64: false } }).params).toMatchObject({
      format: "binary",
      base64: false,
    });
    expect(map("spreadsheetFile", 1, { operation: "toFile", options: {} }).partial).toEqual([
      "the old .xls format is written as .xlsx, which every spreadsheet reads",
    ]);
    expect(map("extractFromFile", 1, { operation: "xml", destinationKey: "x" }).params).toMatchObject({
      format: "text",
      into: "x",
      each: "field",
    });
    expect(map("extractFromFile", 1, { operation: "pdf", options: { keepSource: "both", maxPages: 2 } }).params).toMatchObject({
      format: "pdf",
      keep: "both",
      maxPages: 2,
    });
    expect(map("moveBinaryData", 1, { mode: "jsonToBinary", convertAllData: false, options: {} }).params).toMatchObject({
      format: "text",
      quoted: true,
      without: true,
      mimeType: "application/json",
    });
  });
  it("encodings by their other names; what is not available is said", () => {
    const of = (encoding: string) => map("extractFromFile", 1, { operation: "text", options: { encoding } });
    expect(of("win1251").params).toMatchObject({ encoding: "windows-1251" });
    expect(of("iso88592").params).toMatchObject({ encoding: "iso-8859-2" });
    expect(of("armscii8").partial).toEqual(["the encoding 'armscii8' is not available, taken as auto"]);
  });
  it("disk: one file by its path; a pattern is said", () => {
    expect(map("readBinaryFiles", 1, { fileSelector: "/x/*.csv" })).toMatchObject({
      type: "core.read_file",
      params: { path: "/x/*.csv", format: "binary", about: "none" },
      partial: ["it reads one file: patterns with * find nothing"],
    });
    expect(map("readWriteFile", 1, { operation: "write", fileName: "a", options: { append: true } })).toMatchObject({
      type: "core.write_file",
      params: { path: "a", existing: "append" },
    });
  });
  it("calendar events, from either node", () => {
    const parameters = {
      title: "T",
      start: "2026-01-01",
      end: "2026-01-02",
      additionalFields: { location: "L", attendeesUi: { attendeeValues: [{ name: "A", email: "a@b.c" }] } },
    };
    const mapped = map("iCal", 1, parameters);
    expect(mapped).toMatchObject({
      type: "core.calendar_event",
      params: { title: "T", location: "L", attendees: [{ email: "a@b.c" }], zone: "UTC" },
    });
    expect(map("convertToFile", 1, { operation: "iCal", ...parameters })).toEqual(mapped);
  });
  it("XML, where failed items vanish as they do there", () => {
    expect(map("xml", 1, { options: { mergeAttrs: false } }, { continueOnFail: true }).params).toMatchObject({
      operation: "to_json",
      mergeAttributes: false,
      failures: "drop",
    });
  });
});

describe("html and markdown", () => {
  it("a template is an expression without being marked as one", () => {
    expect(map("html", 1.2, { html: "<b>{{ $json.a }}</b>" })).toMatchObject({
      type: "core.html",
      params: { operation: "template", html: "=<b>{{ $json.a }}</b>", safe: false },
    });
    expect(map("html", 1.2, { html: "<b>x</b>" }).params).toMatchObject({ html: "<b>x</b>" });
  });
  it("extracts: the oldest node cuts space unless told not to", () => {
    const extractionValues = { values: [{ key: "k", cssSelector: "a", returnValue: "attribute", attribute: "href", returnArray: true }] };
    expect(map("html", 1.2, { operation: "extractHtmlContent", extractionValues, sourceData: "binary" }).params).toMatchObject({
      from: "file",
      trim: false,
      text: "read",
      fields: [{ key: "k", selector: "a", take: "attribute", attribute: "href", list: true }],
    });
    expect(map("htmlExtract", 1, { extractionValues }).params).toMatchObject({ operation: "extract", trim: true, text: "bare" });
    expect(map("html", 1, { operation: "convertToHtmlTable", options: { rowAttributes: "x" } })).toMatchObject({
      params: { operation: "table", into: "table" },
      partial: [expect.stringMatching(/attributes/)],
    });
  });
  it("markdown either way, with what has no counterpart said", () => {
    expect(map("markdown", 1, { mode: "markdownToHtml", markdown: "x", options: { emoji: true, tables: true } })).toMatchObject({
      params: { operation: "to_html", tables: true, headingIds: "plain", fourSpaceLists: true },
      partial: ["names of emoji stay as they are written"],
    });
    expect(map("markdown", 1, { html: "x", options: { ignore: "h1" } })).toMatchObject({
      params: { operation: "to_markdown", bullet: "*" },
      partial: [expect.stringMatching(/takes no notice/)],
    });
  });
});

describe("keys and archives", () => {
  it("tokens: claims keep their names, and that is said", () => {
    expect(map("jwt", 1, { claims: { audience: "a" }, options: { kid: "k", algorithm: "RS256" } })).toMatchObject({
      type: "core.jwt",
      params: { operation: "sign", claims: { audience: "a" }, keyId: "k", algorithm: "RS256" },
      partial: [expect.stringContaining("'audience'")],
    });
    expect(map("jwt", 1, { operation: "verify", token: "t", options: { clockTolerance: 3 } }).params).toMatchObject({ tolerance: 3 });
    expect(map("totp", 1, { options: { digits: 8 } })).toMatchObject({ type: "core.totp", params: { digits: 8, period: 30 } });
  });
  it("archives: the first version packed as gzip unless told", () => {
    expect(map("compression", 1, { operation: "compress" }).params).toMatchObject({ format: "gzip" });
    expect(map("compression", 1.1, { operation: "compress", fileName: "a.zip", binaryPropertyOutput: "z" }).params).toMatchObject({
      format: "zip",
      into: "z",
    });
    expect(map("compression", 1.1, { binaryPropertyName: "a,b" })).toMatchObject({
      type: "core.compression",
      params: { operation: "decompress", files: "a,b" },
    });
  });
});

describe("what earlier runs have seen, and rows to try with", () => {
  it("duplicates across runs: by value, number or date; forgetting too", () => {
    const of = (parameters: Record<string, unknown>) =>
      map("removeDuplicates", 2, { operation: "removeItemsSeenInPreviousExecutions", ...parameters });
    expect(of({ dedupeValue: "={{ $json.id }}", options: { scope: "workflow", historySize: 5 } })).toMatchObject({
      type: "core.new_items",
      params: { by: "value", value: "={{ $json.id }}", memory: "workflow", most: 5 },
      partial: [expect.stringContaining("nothing seen")],
    });
    expect(of({ logic: "removeItemsUpToStoredDate", dateDedupeValue: "d" }).params).toMatchObject({
      by: "date",
      value: "d",
      memory: "step",
    });
    expect(map("removeDuplicates", 2, { operation: "clearDeduplicationHistory" })).toMatchObject({
      params: { operation: "forget" },
      partial: [],
    });
  });
  it("made-up rows become code that makes some", () => {
    expect(map("debugHelper", 1, { category: "randomData", randomDataCount: 3 })).toMatchObject({
      type: "core.code",
      params: { source: expect.stringContaining("length: 3") as unknown },
    });
    expect(map("debugHelper", 1, { category: "throwError", throwErrorMessage: "no" })).toMatchObject({
      type: "core.stop_error",
      params: { message: "no" },
    });
    expect(map("debugHelper", 1, { category: "oom" }).type).toBe("n8n-nodes-base.debugHelper");
  });
  it("a Function Item's files go through what it reads and sets them by", () => {
    const source = String(map("functionItem", 1, { functionCode: "setBinaryData({}); return item;" }).params?.source);
    expect(source.split("\n")[0]).toContain("setBinaryData({}); return item;");
    expect(source).toContain("binary: $files[0]");
  });
});

it("a merge by SQL keeps its query and its inputs", () => {
  expect(map("merge", 3.1, { mode: "combineBySql", numberInputs: 3, query: "SELECT * FROM input3" })).toMatchObject({
    type: "core.merge",
    params: { mode: "sql", query: "SELECT * FROM input3", inputs: 3 },
  });
});

it.each([
  ["id-rsassa-pkcs1-v1_5-with-sha3-256", "RSA-SHA3-256"],
  ["sha512-224WithRSAEncryption", "RSA-SHA512/224"],
  ["RSA-SHA512/256", "RSA-SHA512/256"],
  ["ssl3-md5", "RSA-MD5"],
  ["rmd160", "RSA-RIPEMD160"],
])("signatures by each of their names: %s", (algorithm, ours) => {
  expect(map("crypto", 1, { action: "sign", algorithm, value: "x" }).params).toMatchObject({ algorithm: ours });
});
