export { BinPage } from "./bin-page.tsx";
export { useWorkflowActions } from "./use-workflow-actions.ts";
export { WorkflowsPage } from "./workflows-page.tsx";
