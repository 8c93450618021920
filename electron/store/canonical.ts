import { createHash } from "node:crypto";

/** JSON with sorted keys: equal texts are equal values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The same for two JSON texts that differ only in the order of keys. */
export const hashJson = (text: string): string =>
  createHash("sha256")
    .update(canonical(JSON.parse(text)))
    .digest("hex");
