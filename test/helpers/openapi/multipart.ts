/** Fields of a multipart body by name; a file stands as its bytes' text. Throws where it has no boundary. */
export function decodeMultipart(body: Buffer, contentType: string): Record<string, string> {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error("The body has no boundary.");
  const parts = body.toString("latin1").split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [head = "", ...rest] = part.split("\r\n\r\n");
      const name = /name="([^"]*)"/.exec(head)?.[1] ?? "";
      return [name, Buffer.from(rest.join("\r\n\r\n").replace(/\r\n$/, ""), "latin1").toString("utf8")];
    }),
  );
}
