export { type FieldSpec, isExpression, readFields } from "./field-spec.ts";
export type { ExpressionTools, PreviewResult, WorkflowChoice } from "./form-context.ts";
export { OPERATIONS, UNARY } from "./operations.ts";
export { SchemaForm, type SchemaFormProps } from "./schema-form.tsx";
export { useFieldTitles } from "./use-field-titles.ts";
