export { ConnectDialog } from "./connect-dialog.tsx";
export { ConnectionsPage } from "./connections-page.tsx";
