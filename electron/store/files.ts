import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";

/** Removes what was half made. The fault that led here is the one to tell, not a second one. */
export function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Left behind; a later try replaces it.
  }
}

/** Waits until the disk has the file's bytes. */
export function syncFile(file: string): void {
  const handle = openSync(file, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Waits until the disk has the names in the folder, or a power cut could forget a file that was just moved there. */
export function syncFolder(folder: string): void {
  // Windows has no handle on folders; NTFS journals names itself.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
