export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether a key press is this chord: `["mod", "shift", "z"]`, `["?"]`. */
export function matchesChord(event: Press, keys: readonly string[]): boolean {
  const key = keys.at(-1);
  if (key === undefined || event.key.toLowerCase() !== key) return false;
  const mod = event.ctrlKey || event.metaKey;
  // A sign that itself takes Shift (`?`) says nothing about Shift.
  const shiftFits = /^[^a-z0-9]$/.test(key) || event.shiftKey === keys.includes("shift");
  return mod === keys.includes("mod") && event.altKey === keys.includes("alt") && shiftFits;
}
