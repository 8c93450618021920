/** One line of a value's JSON, and whether the other side lacks it. */
export interface Line {
  text: string;
  own: boolean;
}

/** Lines of a side that are shown: a whole list may have come. */
const MOST = 60;

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? ""));
/** Without the comma that only says that another line follows. */
const bare = (line: string): string => line.replace(/,$/, "");

/** The lines of one value, those marked that the other has not. A line that both have twice is marked where one has it more often. */
export function linesOf(value: unknown, other: unknown): Line[] {
  const left = new Map<string, number>();
  for (const line of textOf(other).split("\n")) left.set(bare(line), (left.get(bare(line)) ?? 0) + 1);
  const lines = textOf(value)
    .split("\n")
    .map((text): Line => {
      const there = left.get(bare(text)) ?? 0;
      left.set(bare(text), there - 1);
      return { text, own: there <= 0 };
    });
  return lines.length > MOST ? [...lines.slice(0, MOST), { text: "…", own: false }] : lines;
}
