export { ConnectDialog, type ConnectDialogProps } from "./connect-dialog.tsx";
export { ConnectionsPage } from "./connections-page.tsx";
