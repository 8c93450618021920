const LONGEST = 2_000;
const WEB = /^https:\/\/[^/\\]/i;
const MAIL = /^mailto:[^/\\]/i;
/** What a mail link may fill in; `attach` and its like would take files along. */
const MAIL_FIELDS: ReadonlySet<string> = new Set(["subject", "body", "cc", "bcc"]);

/**
 * The address to give to the operating system, or undefined where it is anything but a web page (https) or an e-mail:
 * other schemes start programs (file:, smb:, ms-*:, search-ms:), and names and passwords in an address mislead.
 */
export function checkExternalAddress(address: string): string | undefined {
  // Characters outside printable ASCII are never needed unescaped, and readers disagree about them.
  if (address.length > LONGEST || !/^[\x21-\x7e]+$/.test(address) || address.includes("\\")) return undefined;
  const url = URL.parse(address);
  if (url === null) return undefined;
  if (WEB.test(address)) return isWebPage(url) ? url.href : undefined;
  if (MAIL.test(address)) return isMail(url) ? url.href : undefined;
  return undefined;
}

const isWebPage = (url: URL): boolean => url.protocol === "https:" && url.hostname !== "" && url.username === "" && url.password === "";

function isMail(url: URL): boolean {
  const fields = [...url.searchParams.keys()];
  return (
    url.protocol === "mailto:" && fields.every((field) => MAIL_FIELDS.has(field.toLowerCase())) && !/%(?:0[ad]|00)/i.test(url.pathname)
  );
}
