import { evaluateCases, evaluateOne } from "../expressions/eval-cases.ts";
import { jsonArgument, parseFlags, parseJson, readText, UsageError } from "./usage.ts";

/** `imx eval EXPRESSION [--context @FILE]` or `imx eval --cases FILE --json`. */
export async function evaluate(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    context: { type: "string" },
    cases: { type: "string" },
    timezone: { type: "string" },
    json: { type: "boolean" },
    data: { type: "string" },
  });
  const options = { zone: values.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, now: Date.now() };
  const usable = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
  if (values.cases !== undefined) {
    const file = parseJson(await readText(values.cases), values.cases);
    process.stdout.write(`${JSON.stringify(usable(() => evaluateCases(file, options)))}\n`);
    return 0;
  }
  const [expression] = positionals;
  if (expression === undefined || positionals.length > 1)
    throw new UsageError("eval: give one expression, such as '={{ 1 + 1 }}', or --cases FILE.");
  // Parameters are text unless they begin with '=', and so is this: its value stays what it is.
  if (!expression.startsWith("=") && expression.includes("{{"))
    process.stderr.write(`imx: this is plain text, since it does not begin with '='. To work it out: '=${expression}'\n`);
  const context = values.context === undefined ? undefined : await jsonArgument(values.context, "--context");
  const result = usable(() => evaluateOne(expression, context, options));
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else if ("error" in result) process.stderr.write(`${typeof result.error === "string" ? result.error : JSON.stringify(result.error)}\n`);
  else process.stdout.write(`${typeof result.value === "string" ? result.value : JSON.stringify(result.value)}\n`);
  return "error" in result ? 1 : 0;
}
