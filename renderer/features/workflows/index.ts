export { WorkflowsPage } from "./workflows-page.tsx";
