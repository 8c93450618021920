import { afterAll, describe, expect, it } from "vitest";
import { CodeError } from "#kit/code-error.ts";
import { itemsOf, testRunner } from "../../helpers/code.ts";

const { run, json, value, fault, close } = testRunner();
afterAll(close);

describe("all mode", () => {
  it.each([
    ["a list of items", "return [{json: {b: 1}}, {json: {b: 2}}]", [{ b: 1 }, { b: 2 }]],
    ["plain objects", "return [{b: 1}, {b: 2}]", [{ b: 1 }, { b: 2 }]],
    ["one object", "return {b: 1}", [{ b: 1 }]],
    ["one item", "return {json: {b: 1}}", [{ b: 1 }]],
    ["an empty list", "return []", []],
    ["null", "return null", []],
    ["a promise", "return Promise.resolve([{b: 1}])", [{ b: 1 }]],
    ["what an await gives", "const x = await (async () => 5)(); return {x}", [{ x: 5 }]],
    ["a name that the code declares itself", "const items = $input.all(); return {n: items.length}", [{ n: 3 }]],
    ["a name that is never declared", "total = 0; for (const i of items) total += i.json.a; return {total}", [{ total: 6 }]],
    ["nothing that a comment on its last line hides", "return {b: 1} // done", [{ b: 1 }]],
  ])("takes %s", async (_, source, expected) => {
    expect(await json(source)).toEqual(expected);
  });

  it("writes values as JSON does", async () => {
    const source =
      "return {d: new Date('2024-01-01T00:00:00Z'), n: NaN, i: Infinity, u: undefined, big: 9007199254740993, t: 'ü\\u0000\\ud800'}";
    expect(await json(source)).toEqual([{ d: "2024-01-01T00:00:00.000Z", n: null, i: null, big: 9007199254740992, t: "ü\u0000\ud800" }]);
  });

  it.each([
    ["a text", "return 'hello'", "Code doesn't return items properly"],
    ["nothing", "const x = 1", "Code doesn't return items properly"],
    ["a list in json", "return [{json: [1, 2]}]", "A 'json' property isn't an object [item 0]"],
    ["a list of numbers", "return [1, 2]", "A 'json' property isn't an object [item 0]"],
    ["a text as binary", "return [{json: {}, binary: 'x'}]", "A 'binary' property isn't an object [item 0]"],
    ["items and plain objects", "return [{json: {}}, {b: 1}]", "Unknown top-level item key: b [item 1]"],
    ["a key beside json", "return [{json: {}, b: 1}]", "Unknown top-level item key: b [item 0]"],
    ["an object that contains itself", "const o = {}; o.o = o; return [{}, o]", "The returned data can't be handed on [item 1]"],
    ["a json that writes itself as a text", "return [{json: {toJSON: () => 'x'}}]", "A 'json' property isn't an object [item 0]"],
  ])("refuses %s", async (_, source, message) => {
    const error = await fault(source);
    expect(error).toBeInstanceOf(CodeError);
    expect(error.message).toBe(message);
    expect(error.failure).toMatchObject({ kind: "user", retryable: false, outcome: "none", field: "source" });
    expect(error.failure.item).toBeUndefined();
  });

  it("links returned items to the input they say they came from, and says nothing for the others", async () => {
    const source = `return [items[2], {json: {}, pairedItem: 1}, {json: {}, pairedItem: {item: 0, input: 1}}, {json: {}, pairedItem: [0, {item: 2}]},
      {json: {}}, {json: {}, pairedItem: 'x'}]`;
    const { items } = await run(source);
    expect(items.map((item) => item.source)).toEqual([2, 1, { item: 0, input: 1 }, [0, 2], undefined, undefined]);
  });
});

describe("each mode", () => {
  const each = { mode: "each" as const };
  it("runs once for each item and links each result to its item", async () => {
    const { items } = await run("if ($json.a === 2) return null; return {v: item.json.a * 2, i: $itemIndex}", each);
    expect(items).toEqual([
      { json: { v: 2, i: 0 }, source: 0 },
      { json: { v: 6, i: 2 }, source: 2 },
    ]);
  });
  it("hands on the changed item", async () => {
    expect(await json("$input.item.json.z = $itemIndex; return $input.item", each)).toEqual([
      { a: 1, s: "x", z: 0 },
      { a: 2, s: "y", z: 1 },
      { a: 3, s: "z", z: 2 },
    ]);
  });
  it("tells a failing item and goes on with the others", async () => {
    const { items, failures } = await run("if ($json.a === 2) {\n throw new Error('bad ' + $json.a) }\nreturn {ok: $json.a}", each);
    expect(items.map((item) => item.json)).toEqual([{ ok: 1 }, { ok: 3 }]);
    expect(failures).toMatchObject([{ item: 1, at: 1, failure: { message: "bad 2 [line 2, for item 1]", item: 1 } }]);
  });
  it.each([
    ["a list", "return [{json: {}}]", "Code doesn't return a single object [item 0]"],
    ["a text", "return 'x'", "Code doesn't return an object [item 0]"],
    ["nothing", "1", "Code doesn't return an object [item 0]"],
    ["all items", "return $input.all()[0]", "Can't use .all() here [line 1, for item 0]"],
    ["the name `items`", "return items[0]", "items is not defined [line 1, for item 0]"],
  ])("refuses %s", async (_, source, message) => {
    const { failures } = await run(source, each);
    expect(failures?.[0]?.failure.message).toBe(message);
  });
});

describe("errors", () => {
  it.each([
    ["\n\nreturn notDefined.y", "notDefined is not defined [line 3]"],
    ["const a = {}\nreturn a.b.c", "Cannot read properties of undefined (reading 'c') [line 2]"],
    ["const a = {b: {}}\nconst r = a.b.foo(1)", "a.b.foo is not a function [line 2]"],
    ["const s = 'x'; return s.toTitleCase()", "s.toTitleCase is not a function [line 1]"],
    ["const x = 1\nx = 2", "Assignment to constant variable. [line 2]"],
    ["JSON.parse('{bad')", "Expected property name or '}' in JSON at position 1 (line 1 column 2) [line 1]"],
    ["function f() {\n throw new Error('deep') }\n\nf()", "deep [line 2]"],
    ["await (async () => { throw new TypeError('late') })()", "late [line 1]"],
    ["throw 'just text'", "just text"],
    ["return [{json: {x: 1}};", "Unexpected token ';' [line 1]"],
    ["const a = 1\nif (a) {", "Unexpected end of input [line 2]"],
    ["let a; let a", "Identifier 'a' has already been declared [line 1]"],
    ["function f() { return f() + 1 }\nf()", "Maximum call stack size exceeded [line 1]"],
    ["item.json", "item is not defined [line 1]"],
    ["$('Nope').all()", "Referenced node doesn't exist: 'Nope' [line 1]"],
    ["return fetch('http://x')", "fetch is not available in a code step: use an HTTP step before it. [line 1]"],
    ["process.env", "process is not defined [line 1]"],
    ["await this.helpers.httpRequest({})", "helpers.httpRequest is not available in a code step [line 1]"],
    ["await new Promise(() => {})", "The code waits for something that can't happen: a promise that nothing settles"],
  ])("%j fails with: %s", async (source, message) => {
    expect((await fault(source)).message).toBe(message);
  });
  it("carry what was logged and counted before them", async () => {
    const error = await fault("console.log('before'); $getWorkflowStaticData('global').n = 1; throw new Error('x')");
    expect(error).toMatchObject({ console: [{ level: "log", text: "before" }], staticData: { global: { n: 1 }, node: {} } });
  });
});

describe("in scope", () => {
  it.each([
    ["$input.first().json.a + $input.last().json.a + $input.all().length", 7],
    ["$input.item.json.a + $json.a + $itemIndex + $runIndex", 2],
    ["$workflow.name + $execution.mode + $prevNode.name + $execution.id", "LeadstestDr1"],
    ["typeof $vars + typeof $env + typeof $binary", "objectobjectobject"],
    ["$items().length", 3],
    ["this.helpers === helpers", true],
    ["$jmespath({p: [{n: 'a', v: 1}, {n: 'b', v: 5}]}, 'p[?v>`2`].n')", ["b"]],
    ["typeof $ifEmpty + typeof $max", "undefinedundefined"],
    ["require('luxon').DateTime === DateTime", true],
    ["require('crypto').createHash('sha256').update('abc').digest('hex').slice(0, 8)", "ba7816bf"],
    ["require('node:crypto').createHmac('sha1', 'k').update('abc').digest('base64')", "+b7wkf4A2fUShZODbbqZ4ZPwgXQ="],
    ["crypto.randomUUID().length + require('crypto').randomBytes(4).length", 40],
    ["structuredClone({d: new Date(0), m: new Map([[1, {a: 1}]])}).m.get(1)", { a: 1 }],
  ])("%s", async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  const nodes = {
    D: { runs: [[itemsOf({ k: 1 }, { k: 2 }, { k: 3 })]], params: { url: "u" }, executed: true },
    If: { runs: [[itemsOf({ k: 0 })], [itemsOf({ k: 1 }), itemsOf({ k: 2 }, { k: 3 })]], params: {}, executed: true, port: 1 },
    Never: { runs: [], params: {}, executed: false },
    Linked: { runs: [[itemsOf({ k: 9 })]], params: {}, executed: true, linked: [{ json: { k: 8 } }, "not known", { json: { k: 7 } }] },
  };
  it.each([
    ["$('D').all().map(i => i.json.k)", [1, 2, 3]],
    ["$('D').first().json.k + $('D').last().json.k", 4],
    ["$('D').item.json.k", 1],
    ["$('D').itemMatching(2).json.k", 3],
    ["$('D').params.url + $('D').isExecuted + $('Never').isExecuted", "utruefalse"],
    ["$('If').all().length", 2],
    ["$('If').first(0).json.k", 1],
    ["$('If').first(0, 0).json.k", 0],
    ["$node['D'].json.k + $node.D.parameter.url", "1u"],
    ["$items('D')[1].json.k", 2],
    ["$('Linked').item.json.k", 8],
    ["$input.params.url", "u"],
  ])("%s", async (expression, expected) => {
    expect(await value(expression, { nodes })).toEqual(expected);
  });
  it("follows each item back to where it came from", async () => {
    const { items, failures } = await run("return {k: $('Linked').item.json.k, d: $('D').item.json.k}", { nodes, mode: "each" });
    expect(items.map((item) => item.json)).toEqual([
      { k: 8, d: 1 },
      { k: 7, d: 3 },
    ]);
    expect(failures?.[0]?.failure.message).toBe("not known [line 1, for item 1]");
  });
  it("names a step that has not run", async () => {
    expect((await fault("$('Never').all()", { nodes })).message).toBe("Node 'Never' hasn't been executed [line 1]");
  });

  it("hands static data back when the code has asked for it", async () => {
    const staticData = { global: { n: 1 }, node: {} };
    const result = await run("const s = $getWorkflowStaticData('global'); s.n++; return {n: s.n}", { context: { staticData } });
    expect(result).toMatchObject({ items: [{ json: { n: 2 } }], staticData: { global: { n: 2 }, node: {} } });
    expect((await run("return {}", { context: { staticData } })).staticData).toBeUndefined();
  });
  it("waits for timers", async () => {
    const source =
      "const order = []; await new Promise(r => { setTimeout(() => order.push(2), 20); setTimeout(() => r(order.push(3)), 30); setTimeout(() => order.push(1), 1) }); return {order}";
    expect(await json(source)).toEqual([{ order: [1, 2, 3] }]);
    expect(
      await json(
        "let n = 0; await new Promise(r => { const t = setInterval(() => { if (++n === 3) { clearInterval(t); r() } }, 1) }); return {n}",
      ),
    ).toEqual([{ n: 3 }]);
    expect((await fault("await new Promise(() => setTimeout(() => { throw new Error('in a timer') }, 1))")).message).toBe(
      "in a timer [line 1]",
    );
  });
  it("keeps what the console is given, in order and in bounds", async () => {
    const result = await run(
      "console.log('a', 1, {b: [2]}); console.error(new Error('e').message); console.log('x'.repeat(20000)); return []",
    );
    expect(result.console.slice(0, 2)).toEqual([
      { level: "log", text: 'a 1 {"b":[2]}' },
      { level: "error", text: "e" },
    ]);
    expect(result.console[2]?.text).toHaveLength(10_000);
  });
});

describe("bytes", () => {
  it.each([
    ["Buffer.from('hé').toString('base64')", "aMOp"],
    ["Buffer.from('aGk=', 'base64').toString()", "hi"],
    ["Buffer.from('aGk', 'base64').toString('hex')", "6869"],
    ["Buffer.from('😀', 'utf8').toString('hex') + Buffer.from('f09f9880', 'hex')", "f09f9880😀"],
    ["Buffer.from('\\ud800').toString('hex')", "efbfbd"],
    ["Buffer.from([0xff, 0xc3, 0xa9, 0xe2, 0x82]).toString()", "\ufffdé\ufffd"],
    ["Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString() + Buffer.byteLength('é')", "ab2"],
    ["Buffer.isBuffer(Buffer.alloc(2)) && Buffer.from('a') instanceof Uint8Array && new Buffer('a') instanceof Buffer", true],
    ["JSON.stringify(Buffer.from('ab'))", '{"type":"Buffer","data":[97,98]}'],
    ["Buffer.from('abc').slice(1).toString('latin1') + Buffer.from('a-_', 'base64url').length", "bc2"],
    ["atob('aGk=') + btoa('hi')", "hiaGk="],
    ["new TextDecoder().decode(new TextEncoder().encode('ü'))", "ü"],
    ["new URL('../x?q=1#h', 'https://a.example:8443/b/c').href", "https://a.example:8443/x?q=1#h"],
    [
      "(() => { const u = new URL('https://a.example'); u.searchParams.set('q', 'a b&ü'); u.pathname = '/p'; return String(u) })()",
      "https://a.example/p?q=a+b%26%C3%BC",
    ],
    [
      "[...new URLSearchParams('a=1&b=%20x&a=2')]",
      [
        ["a", "1"],
        ["b", " x"],
        ["a", "2"],
      ],
    ],
    ["new URLSearchParams({a: '1 2', b: 'é'}).toString()", "a=1+2&b=%C3%A9"],
    ["URL.canParse('nope')", false],
  ])("%s", async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  const items = [{ json: {}, binary: { photo: { mimeType: "text/plain", fileName: "a.txt", fileSize: 2, blob: "b1" as never } } }];
  it("reads a file that an item refers to, both ways that n8n has", async () => {
    const files = { b1: "aGk=" };
    expect(await value("(await this.helpers.getBinaryDataBuffer(0, 'photo')).toString()", { items, files })).toBe("hi");
    expect(await value("Buffer.from(items[0].binary.photo.data, 'base64').toString() + $binary.photo.fileName", { items, files })).toBe(
      "hia.txt",
    );
  });
  it("hands files on by reference, and new ones apart", async () => {
    const source = "items[0].binary.note = await this.helpers.prepareBinaryData(Buffer.from('new'), 'n.txt', 'text/plain'); return items";
    const result = await run(source, { items, files: { b1: "aGk=" } });
    expect(result.items[0]?.binary).toEqual(items[0]?.binary);
    expect(result.files).toEqual([{ item: 0, key: "note", base64: "bmV3", mimeType: "text/plain", fileName: "n.txt" }]);
  });
});
