const CANDIDATES = [",", ";", "\t", "|"] as const;
const LINES = 20;

/** Fields per line by one delimiter, leaving out what stands in quotes. Breaks in quotes end no line. */
function widths(text: string, delimiter: string): number[] {
  const found: number[] = [];
  let width = 1;
  let quoted = false;
  let empty = true;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === delimiter) width++;
    else if (!quoted && sign === "\n") {
      if (!empty) found.push(width);
      if (found.length === LINES) return found;
      [width, empty] = [1, true];
      continue;
    }
    if (sign !== "\r") empty = false;
  }
  // The last line may be cut off; alone it is better than nothing.
  if (!empty && found.length === 0) found.push(width);
  return found;
}

/** The delimiter by which the lines have the most fields, and the same number of them. A comma where none does. */
export function findDelimiter(start: string): string {
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of CANDIDATES) {
    const counts = widths(start, delimiter);
    const first = counts[0] ?? 1;
    if (first < 2) continue;
    const alike = counts.filter((count) => count === first).length / counts.length;
    const score = alike * 100 + Math.min(first, 50);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
