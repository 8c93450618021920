import { pace } from "#kit/turn.ts";

const SHORT = 256;

/** Sorted as `toSorted` does, equal ones in their order, while others get turns. */
export async function sortInTurns<T>(list: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  const paced = pace();
  async function sorted(from: number, to: number): Promise<T[]> {
    await paced();
    if (to - from <= SHORT) return list.slice(from, to).sort(compare);
    const middle = (from + to) >> 1;
    const [left, right] = [await sorted(from, middle), await sorted(middle, to)];
    const merged: T[] = [];
    let [a, b] = [0, 0];
    while (a < left.length && b < right.length) {
      if (merged.length % SHORT === 0) await paced();
      const [first, second] = [left[a] as T, right[b] as T];
      if (compare(first, second) <= 0) {
        merged.push(first);
        a++;
      } else {
        merged.push(second);
        b++;
      }
    }
    for (; a < left.length; a++) merged.push(left[a] as T);
    for (; b < right.length; b++) merged.push(right[b] as T);
    return merged;
  }
  return await sorted(0, list.length);
}
