import { describe, expect, it } from "vitest";
import { createRedactor } from "#kit/redact.ts";

describe("the redactor", () => {
  const redact = createRedactor([]);
  it("leaves words after a scheme's name readable", () => {
    for (const text of ["Token expired", "Bearer authentication is needed.", "basic authorization failed", "Token INVALID"])
      expect(redact(text)).toBe(text);
  });
  it("removes what looks like a login, known or not", () => {
    for (const login of [
      "Bearer abc123def",
      "Token eyJhbGciOi.J9",
      "Basic dXNlcjpwYXNz",
      "Bearer abcdefghijklmnopqrstuvwxyz",
      "Token opensesame",
      "Basic HUNTERPASS",
      "Token%20ab_cdefg",
    ])
      expect(redact(`sent ${login} on`)).toMatch(/^sent \w+(?: |%20)\*\*\* on$/);
  });
  it("removes a known secret in every form, after a scheme's name too", () => {
    expect(createRedactor(["plainword"])("Token plainword, plainword")).toBe("Token ***, ***");
  });
});
