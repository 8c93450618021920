import type { Identifier } from "acorn";
import { PlainFault } from "../fault.ts";
import { ABSENT, GLOBALS } from "../globals/index.ts";
import { blockedMessage, isBlocked } from "../names.ts";
import { ROOTS } from "../roots/index.ts";
import type { Builder, Frame, Locals, Run } from "./build.ts";

/** A name: a parameter of an arrow function around it, else one of ours, else what this place adds (`$response`). */
export function identifier(node: Identifier, locals: Locals, builder: Builder): Run {
  const { name } = node;
  if (isBlocked(name)) throw builder.refuse(node, blockedMessage(name));
  const local = locals.find(name);
  if (local) return fromFrame(local.out, local.slot);
  const root = ROOTS.get(name);
  if (root) {
    builder.usesRoot(name);
    return root;
  }
  if (GLOBALS.has(name)) {
    const value = GLOBALS.get(name);
    return () => value;
  }
  const absent = ABSENT.get(name);
  if (absent !== undefined) throw builder.refuse(node, absent);
  builder.usesRoot(name);
  return (e) => {
    const extra = e.scope.extra;
    if (extra && Object.hasOwn(extra, name)) return extra[name];
    throw new PlainFault(`${name} is not defined`);
  };
}

function fromFrame(out: number, slot: number): Run {
  if (out === 0) return (_e, frame) => frame[slot];
  return (_e, frame) => {
    let at: Frame = frame;
    for (let i = 0; i < out; i++) at = outer(at);
    return at[slot];
  };
}

function outer(frame: Frame): Frame {
  const around = frame[0];
  return Array.isArray(around) ? around : [];
}
