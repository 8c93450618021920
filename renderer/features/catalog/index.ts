export { CatalogPage } from "./catalog-page.tsx";
export { searchTools, type ToolHit, toolIndex } from "./search.ts";
export { ToolPage } from "./tool-page.tsx";
