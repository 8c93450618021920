import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FileAccess } from "#kit/context.ts";
import { userError } from "#shared/model/failure.ts";

export interface FileAccessOptions {
  /** Folders that may be read and written, with everything below. */
  folders: readonly string[];
  /** What relative paths start from. */
  base?: string;
  /** Any path is looked up in this folder by its last part, whatever machine it was written on. */
  byBaseName?: string;
}

const refused = (path: string): Error =>
  userError(`The file '${path}' lies outside the folders that this workflow may use.`, {
    field: "path",
    fix: "Move it into one of them, or add its folder in the settings.",
  });
const missing = (path: string, cause: unknown): Error =>
  userError(`The file '${path}' can't be opened: ${cause instanceof Error ? cause.message : String(cause)}`, {
    field: "path",
    fix: "Check the path.",
  });

/** Reads and writes below granted folders only; where a path really leads is checked on what was opened. */
export function createFileAccess(options: FileAccessOptions): FileAccess {
  const roots = async (): Promise<string[]> => Promise.all(options.folders.map((folder) => realpath(folder).catch(() => resolve(folder))));
  const inside = (root: string, path: string): boolean => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

  function absolute(path: string): string {
    if (path.trim() === "" || path.includes("\0")) throw userError("No file is named.", { field: "path", fix: "Give the path of a file." });
    if (options.byBaseName !== undefined) return join(options.byBaseName, basename(path.replaceAll("\\", "/")));
    if (isAbsolute(path)) return resolve(path);
    if (options.base === undefined)
      throw userError(`'${path}' is no full path.`, { field: "path", fix: "Give the path from the root of the disk." });
    return resolve(options.base, path);
  }

  async function check(path: string, real: string): Promise<void> {
    if (!(await roots()).some((root) => inside(root, real))) throw refused(path);
  }

  return {
    async read(path) {
      const file = absolute(path);
      let handle: FileHandle;
      try {
        handle = await open(file, "r");
      } catch (error) {
        throw missing(path, error);
      }
      try {
        // The link could be turned elsewhere after a check of the name: what counts is the file that is open.
        const real = await realpath(process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : file);
        await check(path, real);
        const stat = await handle.stat();
        if (!stat.isFile()) throw userError(`'${path}' is no file.`, { field: "path", fix: "Give the path of a file." });
        return { stream: handle.createReadStream(), size: stat.size, name: basename(file) };
      } catch (error) {
        await handle.close();
        throw error;
      }
    },

    async write(path, data, how = {}) {
      const file = absolute(path);
      const folder = dirname(file);
      // A new folder is made only below a granted one, so its nearest existing parent is what is checked first.
      let parent = folder;
      while (
        !(await readdir(parent).then(
          () => true,
          () => false,
        )) &&
        dirname(parent) !== parent
      )
        parent = dirname(parent);
      await check(path, join(await realpath(parent), folder.slice(parent.length)));
      await mkdir(folder, { recursive: true });
      const target = join(await realpath(folder), basename(file));
      const real = await realpath(target).catch(() => target);
      await check(path, real);
      const part = join(dirname(real), `.${basename(real)}.${randomUUID()}.part`);
      let bytes = 0;
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        if (how.append) {
          const before = createReadStream(real);
          const exists = await realpath(real).then(
            () => true,
            () => false,
          );
          if (exists) for await (const chunk of before) yield chunk as Uint8Array;
          else before.destroy();
        }
        const source: AsyncIterable<Uint8Array | string> = data instanceof Readable ? data : Readable.from([data], { objectMode: false });
        for await (const chunk of source) {
          const buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
          bytes += buffer.byteLength;
          yield buffer;
        }
      };
      try {
        await pipeline(counted, createWriteStream(part, { flags: "wx", mode: 0o600, flush: true }));
        await rename(part, real);
        return bytes;
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
  };
}
