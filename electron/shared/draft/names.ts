const MAX = 200;

/** The wanted name, or with the first free number behind it. */
export function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  const name = wanted.trim().slice(0, MAX) || "Step";
  if (!taken.has(name)) return name;
  const base = name.replace(/ \d+$/, "");
  for (let n = 2; ; n += 1) {
    const next = `${base.slice(0, MAX - 8)} ${n}`;
    if (!taken.has(next)) return next;
  }
}
