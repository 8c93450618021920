import { join } from "node:path";

/** Where things stand in a workspace's folder. */
export const databaseFile = (dir: string): string => join(dir, "workspace.db");
export const backupsDir = (dir: string): string => join(dir, "backups");
export const blobsDir = (dir: string): string => join(dir, "blobs");
export const engineFile = (dir: string): string => join(dir, "engine.json");
export const lockFile = (dir: string): string => join(dir, "engine.lock");
export const keyFile = (dir: string): string => join(dir, "key.json");

/** Files and folders are for the user alone. */
export const FILE_MODE = 0o600;
export const DIR_MODE = 0o700;
