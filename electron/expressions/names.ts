/** Names that lead from a value to the machinery behind it. They are refused wherever they stand, own field or not. */
const BLOCKED: ReadonlySet<string> = new Set([
  "__proto__",
  "prototype",
  "constructor",
  "getPrototypeOf",
  "setPrototypeOf",
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
]);

export const isBlocked = (name: string): boolean => BLOCKED.has(name);

export const blockedMessage = (name: string): string => `'${name}' is not available in expressions.`;
