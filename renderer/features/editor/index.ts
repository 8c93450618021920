export { EditorPage, type EditorPageProps } from "./editor-page.tsx";
