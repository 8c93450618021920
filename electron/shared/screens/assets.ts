/** Stands in the built index.html wherever a nonce belongs; who serves the file puts a fresh one in its place. */
export const NONCE_PLACEHOLDER = "__CSP_NONCE__";

const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i;
// What our own build writes: no space, colon (alternate streams), tilde (short names), percent or control character.
const SEGMENT = /^(?!\.)[\w.@$-]{1,120}$/;

/**
 * A request's path as a relative file path with `/` between its parts, or undefined where it is anything but a plain
 * file name inside the screens' folder. Takes the path as the client sent it: nothing is decoded twice.
 */
export function assetPath(pathname: string): string | undefined {
  if (pathname === "/" || pathname === "") return "index.html";
  if (!pathname.startsWith("/") || pathname.length > 500) return undefined;
  const segments = pathname.slice(1).split("/");
  const allPlain = segments.every((segment) => SEGMENT.test(segment) && !segment.endsWith(".") && !DEVICE_NAME.test(segment));
  return allPlain ? segments.join("/") : undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  webp: "image/webp",
  ico: "image/x-icon",
  woff2: "font/woff2",
  woff: "font/woff",
  wasm: "application/wasm",
  txt: "text/plain; charset=utf-8",
};

/** The type to send, or undefined for a kind of file that screens have no use for (source maps among them). */
export const assetType = (path: string): string | undefined => TYPES[path.slice(path.lastIndexOf(".") + 1).toLowerCase()];

/**
 * Headers of every answer that carries a screen's file. `nonce` lets the editor's generated style sheets in, nothing
 * else: no inline script, no eval, no other origin, no framing.
 */
export function screenHeaders(path: string, nonce: string): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=(), payment=()",
    // Names of built files change with their content; the page itself carries a nonce.
    "cache-control": path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-store",
  };
}
