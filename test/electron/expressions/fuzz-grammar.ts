/** A small generator of numbers that gives the same row for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Methods that JavaScript has too. */
const METHODS = [
  ..."trim() toUpperCase() split(',') slice(1) slice(-2,3) includes('a') indexOf(1) at(-1) concat([9]) padStart(5,'x') join('-') flat()".split(
    " ",
  ),
  ..."toReversed() toSorted() replace('a','b$&') replace(/[a-b]/g,x=>x+x) match(/\\w/g) repeat(2) toFixed(2) toString() startsWith('a')".split(
    " ",
  ),
  ..."charCodeAt(0) lastIndexOf('a') substring(2,0) with(0,5)".split(" "),
];

/** Grows random expressions of a depth. */
export class Grammar {
  private readonly random: () => number;
  private names: string[] = [];

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  private pick<T>(list: readonly T[]): T {
    const element = list[Math.floor(this.random() * list.length)];
    if (element === undefined) throw new Error("nothing to pick from");
    return element;
  }

  private leaf(): string {
    if (this.names.length > 0 && this.random() < 0.4) return this.pick(this.names);
    return this.pick([
      ..."0 1 2 -3 1.5 '' 'abc' 'a,b' '12' true false null undefined NaN [] [1,2,3] ['b','a'] ({}) ({a:1,b:'x'}) [[1],[2,3]]".split(" "),
      ..."$json.n $json.s $json.list $json.o $json.o.a $json.none $json.objs $json.objs[1].v $json.t".split(" "),
    ]);
  }

  /** What JavaScript itself answers to in the same way. */
  plain(depth: number): string {
    if (depth <= 0) return this.leaf();
    const sub = () => this.plain(depth - 1);
    const kind = Math.floor(this.random() * 12);
    if (kind === 0) return `((${sub()}) ${this.pick("+ - * / % ** & | ^ << >> >>>".split(" "))} (${sub()}))`;
    if (kind === 1) return `((${sub()}) ${this.pick("=== !== == != < > <= >=".split(" "))} (${sub()}))`;
    if (kind === 2) return `((${sub()}) ${this.pick(["&&", "||"])} (${sub()}))`;
    if (kind === 3) return `((${sub()}) ?? (${sub()}))`;
    if (kind === 4) return `((${sub()}) ? ${sub()} : ${sub()})`;
    if (kind === 5) return `(${this.pick(["!", "-", "+", "typeof ", "~", "void "])}(${sub()}))`;
    if (kind === 6) return `[${sub()}, ...[${sub()}], ${sub()}]`;
    if (kind === 7) return `({ a: ${sub()}, [${this.pick(["'k'", "1 + 1", "'a' + 1"])}]: ${sub()}, ...(${sub()}) })`;
    if (kind === 8) return `\`<\${${sub()}}|\${${sub()}}>\``;
    if (kind === 9) return `(${sub()})${this.pick(["?.a", ".a", "?.[0]", "[1]", ".length", "?.length", "['b']"])}`;
    return kind === 10 ? this.method(depth) : this.callback(depth);
  }

  private method(depth: number): string {
    const sub = () => this.plain(depth - 1);
    const call = this.pick(METHODS);
    const whole = this.pick(
      "Number String Boolean Math.abs Math.round JSON.stringify Object.keys Object.values parseInt isNaN Array.isArray".split(" "),
    );
    return this.random() < 0.7 ? `(${sub()})${this.pick([".", "?."])}${call}` : `${whole}(${sub()})`;
  }

  private callback(depth: number): string {
    const name = `v${this.names.length}`;
    const list = this.plain(depth - 1);
    this.names.push(name);
    const body = this.plain(depth - 1);
    this.names.pop();
    const use = this.pick(["map", "filter", "find", "some", "every", "flatMap", "findIndex"]);
    if (this.random() < 0.2) return `(${list}).reduce((sum, ${name}) => [sum, ${body}].length + 1, 0)`;
    return this.random() < 0.2 ? `(${name} => ${body})(${list})` : `(${list}).${use}(${name} => ${body})`;
  }

  /** Whatever one might try. */
  wild(depth: number): string {
    if (depth <= 0) {
      return this.pick([
        ..."$json $input $node $now $today $('Source') $items() $workflow Math JSON Object Array DateTime Duration Date Set Map RegExp globalThis process eval".split(
          " ",
        ),
        ..."'constructor' '__proto__' 'prototype' 1e9 -1 NaN undefined null [] ({}) 'x'.repeat(9) /a+/g (x=>x) ((x,y)=>[x,y]) $json.list $json.o".split(
          " ",
        ),
      ]);
    }
    const sub = () => this.wild(depth - 1);
    const name = () =>
      this.pick([
        ..."constructor __proto__ prototype call apply bind map filter reduce sort flat join concat all first last item json toString valueOf toJSON".split(
          " ",
        ),
        ..."plus toFormat fromISO from keys entries assign fromEntries parse stringify test exec replace split repeat padEnd unique merge sum hash then".split(
          " ",
        ),
      ]);
    const kind = Math.floor(this.random() * 12);
    if (kind === 0) return `(${sub()}).${name()}`;
    if (kind === 1) return `(${sub()})[${sub()}]`;
    if (kind <= 4) return `(${sub()}).${name()}(${sub()}, ${sub()})`;
    if (kind === 5) return `(${sub()})(${sub()})`;
    if (kind === 6) return `(${sub()})?.${name()}?.(${sub()})`;
    if (kind === 7) return `({ [${sub()}]: ${sub()}, ...${sub()} })`;
    if (kind === 8) return `[...${sub()}, ${sub()}]`;
    if (kind === 9) return `\`\${${sub()}}\``;
    if (kind === 10) return `(${sub()} ${this.pick(["+", "==", "<", "in", "instanceof", "&&", "??", "*"])} ${sub()})`;
    return this.pick([
      `new ${this.pick(["Set", "Map", "Date", "RegExp"])}(${sub()})`,
      `(a => ${sub()})(${sub()})`,
      `${sub()} ? ${sub()} : ${sub()}`,
    ]);
  }
}
