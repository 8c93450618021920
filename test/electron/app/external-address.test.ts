import { describe, expect, it } from "vitest";
import { checkExternalAddress } from "../../../electron/app/external-address.ts";

describe("an address for the system's browser or mail program", () => {
  it.each([
    ["https://dashboard.stripe.com/invoices/in_1?x=1#top", "https://dashboard.stripe.com/invoices/in_1?x=1#top"],
    ["HTTPS://Example.com", "https://example.com/"],
    ["https://[2001:db8::1]/x", "https://[2001:db8::1]/x"],
    ["mailto:office@example.com?subject=Hi%20there&body=x", "mailto:office@example.com?subject=Hi%20there&body=x"],
  ])("%s may be opened", (address, opened) => {
    expect(checkExternalAddress(address)).toBe(opened);
  });

  it.each([
    "http://example.com/",
    "file:///etc/passwd",
    "file://server/share/a.exe",
    "smb://server/share",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "ms-msdt:/id PCWDiagnostic",
    "ms-officecmd:{}",
    "search-ms:query=x&crumb=location:\\\\server",
    "infinite-matrix://open/runs",
    "imx://app/",
    "ftp://example.com/",
    "ssh://example.com",
    "tel:911",
    "about:blank",
    "chrome://settings",
    "\\\\server\\share\\a.exe",
    "//server/share",
    "https:\\\\example.com",
    "https://example.com\\@evil.example/",
    "https://user:password@example.com/",
    "https://example.com@evil.example/",
    "https://",
    "https:///path",
    "https:example.com",
    " https://example.com/",
    "https://example.com/ --flag",
    "https://example.com/\u0000",
    "https://example.com/\r\nx",
    "java\tscript:alert(1)",
    "https://ex\u0430mple.com/",
    `https://example.com/${"a".repeat(3_000)}`,
    "mailto://server/share",
    "mailto:a@example.com?attach=/etc/passwd",
    "mailto:a@example.com?subject=x&Attachment=C:%5Csecret",
    "mailto:a@example.com%0d%0aBcc:b@example.com",
    "",
    "https",
  ])("%s is refused", (address) => {
    expect(checkExternalAddress(address)).toBeUndefined();
  });
});
