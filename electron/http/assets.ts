import { randomBytes } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { assetPath, assetType, NONCE_PLACEHOLDER, screenHeaders } from "#shared/screens/assets.ts";

export interface Asset {
  headers: Record<string, string>;
  body: Buffer | string;
}

/** A file of the built screens; undefined for what is not there or would lie outside the folder. */
export async function readAsset(folder: string, pathname: string): Promise<Asset | undefined> {
  const path = assetPath(pathname);
  const type = path === undefined ? undefined : assetType(path);
  if (path === undefined || type === undefined) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep)) return undefined;
    const nonce = randomBytes(16).toString("base64");
    const headers = { ...screenHeaders(path, nonce), "content-type": type };
    const body = await readFile(file);
    return { headers, body: path.endsWith(".html") ? body.toString("utf8").replaceAll(NONCE_PLACEHOLDER, nonce) : body };
  } catch {
    return undefined;
  }
}
