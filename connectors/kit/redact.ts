const MASK = "***";
/** What a login looks like in any text, known to us or not. */
const LOGIN = /\b(Bearer|Basic|Token|Digest|Zoho-oauthtoken|sso-key)(\s+|%20)([A-Za-z0-9._~+/=:-]{6,})/gi;
/** Words that services put there in messages ("token expired"); any other word may be a key that somebody chose. */
const WORD = /^(?:auth[a-z]*|expired|invalid|malformed|missing|rejected|required|revoked|unknown)[.:]?$/i;
const IN_URL = /([?&](?:[a-z0-9_-]*(?:api_?key|token|secret|password|signature)|key|sig)=)[^&\s"'<>]+/gi;
/** Shorter values would blank half of every text and protect nobody. */
const SHORTEST = 4;

export type Redactor = (text: string) => string;

const maskLogin = (whole: string, scheme: string, gap: string, value: string): string =>
  WORD.test(value) ? whole : `${scheme}${gap}${MASK}`;

/** Removes secrets from text in each form in which services echo them, and whatever else looks like a login. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = createKnownRedactor(secrets);
  return (text) => known(text).replace(LOGIN, maskLogin).replace(IN_URL, `$1${MASK}`);
}

/** Removes these secrets as they are, URL-encoded, in JSON, in base64; leaves all other words as they are. */
export function createKnownRedactor(secrets: readonly string[]): Redactor {
  const forms = new Set<string>();
  for (const secret of secrets) for (const form of formsOf(secret)) if (form.length >= SHORTEST) forms.add(form);
  // Longest first, so that no form leaves the rest of a longer one standing.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const form of ordered) if (clean.includes(form)) clean = clean.replaceAll(form, MASK);
    return clean;
  };
}

function formsOf(secret: string): string[] {
  if (secret.length < SHORTEST) return [];
  const encoded = encodeURIComponent(secret);
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  return [
    secret,
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    form,
    JSON.stringify(secret).slice(1, -1),
    ...base64Forms(secret),
  ];
}

/** Base64 of the secret on its own, and what stays of it inside longer base64 at each of the three alignments. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const whole = bytes.toString("base64");
  const forms = [whole, whole.replace(/=+$/, ""), bytes.toString("base64url"), bytes.toString("hex")];
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The first and last characters mix with the neighbours' bits.
    const core = padded.slice(offset === 0 ? 0 : offset + 1, (offset + bytes.length) % 3 === 0 ? undefined : -1);
    if (core.length >= 8) forms.push(core, core.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return forms;
}

/** Redacts every text inside a JSON value; the value itself is not changed. */
export function redactValue(value: unknown, redact: Redactor): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((entry) => redactValue(entry, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [redact(key), redactValue(entry, redact)]));
}
