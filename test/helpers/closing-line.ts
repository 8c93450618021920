import type { Reporter, TestModule } from "vitest/node";

/** After vitest's own summary: which cases were not run here, by name, and one plain line with the counts. */
export function closingLine(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
      const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
      const notRun: string[] = [];
      for (const module of modules)
        for (const test of module.children.allTests()) {
          const { state } = test.result();
          count[state] += 1;
          if (state === "skipped") notRun.push(`  ${module.relativeModuleId}: ${test.fullName}`);
        }
      // A file that could not be loaded has no cases, an error beside the cases belongs to none: neither is a success.
      const broken = modules.filter((module) => module.state() === "failed" && [...module.children.allTests()].length === 0).length;
      if (notRun.length > 0) process.stdout.write(`\nNot run here:\n${notRun.join("\n")}\n`);
      process.stdout.write(`\n${count.passed} passed, ${count.failed + broken + errors.length} failed, ${count.skipped} skipped\n`);
    },
  };
}
