import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, type FileHandle, lstat, open, readlink, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Readable } from "node:stream";
import type { FileAccess } from "#kit/context.ts";
import { StepError, userError } from "#shared/model/failure.ts";

export interface FileAccessOptions {
  /** Folders whose files may be read and written, with all below them. */
  folders: readonly string[];
  /** What relative paths start from; the first folder unless given. */
  base?: string;
  /** A folder in which any path's last part is looked up, whatever stands before it. */
  byBaseName?: string;
}

const SEPARATORS = /[\\/]/;
/** Names that Windows takes for devices, in every folder and with every ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?$/i;
const onWindows = process.platform === "win32";

const refuse = (message: string, fix: string): StepError => userError(message, { fix, field: "path" });

/** Forms of a path that mean something else than a file in a folder. */
function checkForm(path: string): void {
  if (path === "") throw refuse("No file is named.", "Enter a path.");
  if (path.includes("\0")) throw refuse("The path holds a character that no path can have.", "Enter the path anew.");
  if (!onWindows) return;
  const rest = path.replace(/^[a-z]:/i, "");
  if (/^[\\/]{2}[?.][\\/]/.test(path) || rest.includes(":") || rest.split(SEPARATORS).some((part) => DEVICE.test(part)))
    throw refuse(`'${path}' does not name a plain file.`, "Enter a path such as C:\\Invoices\\list.csv.");
}

const isInside = (folder: string, file: string): boolean => {
  const way = relative(folder, file);
  return way !== "" && !isAbsolute(way) && way.split(SEPARATORS)[0] !== "..";
};

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "");

/** The system's refusals in words that say what to do. */
function explained(error: unknown, path: string): unknown {
  if (error instanceof StepError) return error;
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return refuse(`There is no '${path}'.`, "Check the path and its spelling; folders on the way must exist.");
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return refuse(`'${path}' may not be opened.`, "Change the file's permissions, or close the program that has it open.");
    case "EISDIR":
      return refuse(`'${path}' is a folder.`, "Name a file in it.");
    case "ENOSPC":
    case "EDQUOT":
      return refuse(`There is no room left on the disk for '${path}'.`, "Free some space; nothing was written.");
    case "EBUSY":
    case "ETXTBSY":
      return refuse(`'${path}' is in use by another program.`, "Close it there and run the step again.");
    case "ELOOP":
      return refuse(`'${path}' is a link that leads to itself.`, "Name the file itself.");
    default:
      return error;
  }
}

/** Files of granted folders. Where a path really leads is checked on what was opened, not on what was asked for. */
export function createFileAccess(options: FileAccessOptions): FileAccess {
  const { byBaseName } = options;
  const granted = byBaseName === undefined ? options.folders : [...options.folders, byBaseName];
  const base = resolve(options.base ?? options.folders[0] ?? ".");

  /** Where the path says that the file is. Paths to other places are refused unread: not even whether a file is there is told. */
  async function locate(path: string): Promise<string> {
    checkForm(path);
    const named = byBaseName === undefined ? resolve(base, path) : join(resolve(byBaseName), path.split(SEPARATORS).at(-1) ?? "");
    if (!granted.some((folder) => isInside(resolve(folder), named))) await checkGranted(named, path);
    return named;
  }

  async function checkGranted(real: string, path: string): Promise<void> {
    for (const folder of granted) {
      const own = await realpath(folder).catch(() => undefined);
      if (own !== undefined && isInside(own, real)) return;
    }
    const where = granted.length === 0 ? "no folder is granted" : `granted: ${granted.join(", ")}`;
    throw refuse(
      `'${path}' is not in a folder that this workflow may use (${where}).`,
      "Move the file there, or grant its folder in the settings.",
    );
  }

  /** Opens for reading. Never waits for a pipe, never follows a path that changes while it is looked at. */
  async function openChecked(path: string): Promise<{ handle: FileHandle; size: number; mode: number; real: string }> {
    const wanted = await realpath(await locate(path));
    await checkGranted(wanted, path);
    const handle = await open(wanted, constants.O_RDONLY | constants.O_NONBLOCK | (constants.O_NOFOLLOW ?? 0));
    try {
      const opened = await handle.stat();
      const real = await placeOf(handle, wanted, opened);
      if (real === undefined) throw refuse(`'${path}' changed while it was opened.`, "Run the step again.");
      await checkGranted(real, path);
      if (opened.isDirectory()) throw refuse(`'${path}' is a folder.`, "Name a file in it.");
      if (!opened.isFile()) throw refuse(`'${path}' does not name a plain file.`, "Name a file.");
      if (opened.nlink > 1) throw refuse(`'${path}' has a second name elsewhere (a hard link).`, "Make a copy of it and use that.");
      return { handle, size: opened.size, mode: opened.mode & 0o777, real };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async function writeBeside(
    target: string,
    folder: string,
    path: string,
    data: Readable | Uint8Array | string,
    append: boolean,
  ): Promise<number> {
    const beside = join(folder, `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
    let size = 0;
    let mode: number | undefined;
    try {
      const before = await lstat(target).catch(() => undefined);
      if (before?.isDirectory()) throw refuse(`'${path}' is a folder.`, "Name a file in it.");
      if (before?.isFile()) mode = before.mode & 0o777;
      if (append && before) {
        const old = await openChecked(path);
        await old.handle.close();
        ({ size } = old);
        await copyFile(old.real, beside, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      }
      const flags = append && before ? constants.O_WRONLY | constants.O_APPEND : constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
      const handle = await open(beside, flags, mode ?? 0o666);
      try {
        // The folder may have been exchanged for a link since it was looked at.
        await checkGranted(join(await realpath(folder), basename(target)), path);
        await handle.writeFile(data);
        if (mode !== undefined) await handle.chmod(mode);
        await handle.sync();
        size = (await handle.stat()).size - size;
      } finally {
        await handle.close();
      }
      await rename(beside, target);
      await syncFolder(folder);
      return size;
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  }

  return {
    async read(path) {
      try {
        const { handle, size, real } = await openChecked(path);
        return { stream: handle.createReadStream(), size, name: basename(real) };
      } catch (error) {
        throw explained(error, path);
      }
    },
    async locate(path, make) {
      try {
        const named = await locate(path);
        const folder = await realpath(dirname(named));
        const place = join(folder, basename(named));
        const there = await lstat(place).catch(() => undefined);
        if (make && there === undefined) {
          if (DEVICE.test(basename(place))) throw refuse(`'${path}' does not name a plain file.`, "Choose another name.");
          await checkGranted(place, path);
          return place;
        }
        // Looked at as every file that is read: links, pipes and second names are refused.
        const { handle, real } = await openChecked(path);
        await handle.close();
        return real;
      } catch (error) {
        throw explained(error, path);
      }
    },
    async write(path, data, { append = false } = {}) {
      try {
        const target = await locate(path);
        if (DEVICE.test(basename(target))) throw refuse(`'${path}' does not name a plain file.`, "Choose another name.");
        const folder = await realpath(dirname(target));
        const real = join(folder, basename(target));
        await checkGranted(real, path);
        return await writeBeside(real, folder, path, data, append);
      } catch (error) {
        throw explained(error, path);
      }
    },
  };
}

/** Where an opened file stands now; undefined where that can't be said for sure, because its path is being changed. */
async function placeOf(handle: FileHandle, path: string, opened: { ino: number; dev: number }): Promise<string | undefined> {
  // Linux knows the path of what is open. Elsewhere the path has to lead to it still, through no link.
  const known = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (known !== undefined) return known;
  const now = await lstat(path);
  return now.ino === opened.ino && now.dev === opened.dev && (await realpath(path)) === path ? path : undefined;
}

/** The new name is on disk too. Windows has no such call for folders. */
async function syncFolder(folder: string): Promise<void> {
  if (onWindows) return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
