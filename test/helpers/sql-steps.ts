import type { Connector } from "../../connectors/kit/connector.ts";
import { createSessionPool } from "../../connectors/kit/sessions.ts";
import { NO_SCOPE } from "../../electron/engine/triggers/no-scope.ts";
import { compile } from "../../electron/expressions/compile.ts";
import { type Failure, StepError } from "../../electron/shared/model/failure.ts";
import type { JsonObject } from "../../electron/shared/model/item.ts";
import { itemContext } from "./item-context.ts";

/** Runs steps of a connector against a real server, each with an item whose fields its expressions can name as $response. */
export function stepsOf(connector: Connector, secrets: Record<string, string>) {
  const pool = createSessionPool();
  const refuse = (): never => {
    throw new Error("No HTTP in this test.");
  };
  const run = async (id: string, params: JsonObject, item: JsonObject = {}, given = secrets): Promise<JsonObject[]> => {
    const action = connector.actions.find((one) => one.id === id);
    if (action?.mode !== "item") throw new Error(`no item action ${id}`);
    const result = await action.run(
      itemContext<unknown>({
        input: action.input.parse(params),
        http: { request: refuse },
        item: { json: item },
        secrets: given,
        sessions: pool.of(JSON.stringify(given)),
        evaluate: (text) => (text.startsWith("=") ? compile(text).evaluate({ ...NO_SCOPE, extra: { $response: item } }) : text),
      }),
    );
    return result as JsonObject[];
  };
  const failure = async (...args: Parameters<typeof run>): Promise<Failure> => {
    try {
      await run(...args);
    } catch (error) {
      if (error instanceof StepError) return error.failure;
      throw error;
    }
    throw new Error("It did not fail.");
  };
  return { run, failure, pool, close: () => pool.close() };
}
