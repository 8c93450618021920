export type Values = Readonly<Record<string, unknown>>;

/** An object's fields; anything else counts as an empty one. */
export const recordOf = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

export const recordsOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? value.map(recordOf) : []);

export const textOf = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : (JSON.stringify(value) ?? "");

export const replaceAt = <T>(list: readonly T[], index: number, value: T): T[] => list.map((one, at) => (at === index ? value : one));
export const removeAt = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);
