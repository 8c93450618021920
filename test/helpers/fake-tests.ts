import type { TestRow } from "#shared/contract/tests.ts";
import type { TestResult } from "#shared/model/test-case.ts";

/** Tests of one workflow in memory: the second does not pass until its result is accepted. */
export interface FakeTests {
  rows: TestRow[];
  results: Map<string, TestResult>;
}

const passed = (id: string, name: string): TestResult => ({ id, name, passed: true, status: "succeeded", ms: 21, misses: [] });

export function fakeTests(): FakeTests {
  const rows: TestRow[] = [
    { id: "t1", name: "A large order gets its tax", steps: 4 },
    { id: "t2", name: "A small order has none", steps: 3 },
  ];
  const miss = {
    place: "Work out the total, item 1",
    expected: { orderId: 7, customer: "Ada", total: 95 },
    got: { orderId: 7, customer: "Ada", total: 114 },
  };
  const results = new Map([
    ["t1", passed("t1", "A large order gets its tax")],
    ["t2", { ...passed("t2", "A small order has none"), passed: false, misses: [miss] }],
  ]);
  return { rows, results };
}

/** What the calls of the contract do to them. */
export const onTests = ({ rows, results }: FakeTests) => ({
  list: () => rows,
  run: (test?: string) => rows.filter(({ id }) => test === undefined || id === test).flatMap(({ id }) => results.get(id) ?? []),
  record(name: string) {
    const id = `t${rows.length + 1}`;
    rows.push({ id, name, steps: 2 });
    results.set(id, passed(id, name));
    return { testId: id, changing: ["Make a code"], differing: [] };
  },
  accept(id: string): TestResult {
    const result = passed(id, rows.find((row) => row.id === id)?.name ?? "");
    results.set(id, result);
    return result;
  },
  rename(id: string, name: string): void {
    const row = rows.find((one) => one.id === id);
    if (row) row.name = name;
  },
  remove(id: string): void {
    rows.splice(
      rows.findIndex((row) => row.id === id),
      1,
    );
  },
});
