import { ImportError } from "../../import-error.ts";
import { bool, isObject, literal, type Mapper, record, text } from "../mapper.ts";

const MODES = ["once", "each"] as const;

/** n8n's own id of the workflow, with the name it had there. */
function referred(value: unknown): { id: string; name: string } {
  if (!isObject(value)) return { id: text(value), name: text(value) };
  const id = text(value.value);
  return { id, name: text(value.cachedResultName) || id };
}

export const executeWorkflow: Mapper = ({ parameters, nested: readNested }) => {
  const partial: string[] = [];
  const source = text(parameters.source) || "database";
  const mode = literal(parameters.mode, MODES, "once", "how often it is called", partial);
  const values = record(record(parameters.workflowInputs).value);
  const params: Record<string, unknown> = {
    items: mode === "each" ? "each" : "all",
    wait: bool(record(parameters.options).waitForSubWorkflow, true),
    ...(Object.keys(values).length === 0 ? {} : { inputs: Object.entries(values).map(([name, value]) => ({ name, value })) }),
  };
  if (source === "database") {
    const { id, name } = referred(parameters.workflowId);
    partial.push(`choose the workflow it calls: it was '${name}'`);
    return { type: "core.call_workflow", params: { ...params, workflow: id }, partial };
  }
  if (source !== "parameter") return { unsupported: `It takes the workflow from ${source === "url" ? "an address" : "a file"}.` };
  try {
    const nested: unknown = typeof parameters.workflowJson === "string" ? JSON.parse(parameters.workflowJson) : parameters.workflowJson;
    const inner = readNested(nested);
    partial.push(...inner.partial);
    return { type: "core.call_workflow", params: { ...params, source: "document", document: inner.workflow }, partial };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ImportError)) throw error;
    return { unsupported: `The workflow in it can't be read: ${error.message}` };
  }
};

/** What the fields are called and hold, by example. */
function byExample(json: unknown): { name: string; type: string }[] {
  let example: unknown = json;
  try {
    if (typeof json === "string") example = JSON.parse(json);
  } catch {
    return [];
  }
  if (!isObject(example)) return [];
  return Object.entries(example).map(([name, value]) => {
    const type = Array.isArray(value) ? "array" : value === null ? "any" : typeof value;
    return { name, type: ["string", "number", "boolean", "array", "object"].includes(type) ? type : "any" };
  });
}

export const executeWorkflowTrigger: Mapper = ({ parameters, version }) => {
  const partial: string[] = [];
  const source = version < 1.1 ? "passthrough" : text(parameters.inputSource) || "workflowInputs";
  if (source === "passthrough") return { type: "core.called", params: {} };
  const { values } = record(parameters.workflowInputs);
  const fields =
    source === "jsonExample"
      ? byExample(parameters.jsonExample)
      : (Array.isArray(values) ? values : [])
          .filter(isObject)
          .map(({ name, type }) => ({ name: text(name), type: text(type) || "string" }));
  if (source === "jsonExample" && fields.length === 0) partial.push("the example of its fields can't be read: it takes items as they come");
  return { type: "core.called", params: { fields }, partial };
};

export const errorTrigger: Mapper = () => ({ type: "core.error", params: {} });
