import { readAsset } from "../http/assets.ts";
import { isOurs } from "./origin.ts";

/** One file of the screens, or a plain 404 / 405: never a folder, never a file outside, whatever the address says. */
export async function answerAsset(folder: string, request: { url: string; method: string }): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
  const asset = isOurs(request.url) ? await readAsset(folder, rawPath(request.url)) : undefined;
  if (asset === undefined) return new Response(null, { status: 404 });
  const body = typeof asset.body === "string" ? asset.body : new Uint8Array(asset.body);
  return new Response(request.method === "HEAD" ? null : body, { headers: asset.headers });
}

/** The path as it was sent: parsing would have resolved its dots already. */
function rawPath(address: string): string {
  const start = address.indexOf("/", address.indexOf("//") + 2);
  return start === -1 ? "/" : address.slice(start).replace(/[?#].*$/s, "");
}
