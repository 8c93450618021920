import { describe, expect, it } from "vitest";
import { type Failure, StepError } from "#shared/model/failure.ts";
import { addressKind } from "../../../connectors/kit/addresses.ts";
import { type Address, checkAddress, parseAddress } from "../../../connectors/kit/guard.ts";

const at = (...addresses: string[]): Address[] => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

interface Setting {
  grants?: string[];
  guard?: "granted" | "strict";
  records?: Address[];
}
const check = (url: string, { grants = [], guard = "granted", records = at("93.184.216.34") }: Setting = {}) =>
  checkAddress(parseAddress(url, undefined), { grants, guard, lookup: () => Promise.resolve(records) });

async function refusal(url: string, setting?: Setting): Promise<Failure> {
  try {
    await check(url, setting);
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error(`${url} was let through`);
}

describe("addresses that are never the internet", () => {
  it.each([
    ["127.0.0.1"],
    ["127.255.255.254"],
    ["0.0.0.0"],
    ["10.1.2.3"],
    ["172.16.0.1"],
    ["172.31.255.255"],
    ["192.168.1.1"],
    ["169.254.1.1"],
    ["100.64.0.1"],
    ["198.18.0.1"],
    ["224.0.0.1"],
    ["255.255.255.255"],
    ["::1"],
    ["::"],
    ["fc00::1"],
    ["fd12:3456::1"],
    ["fe80::1"],
    ["fec0::1"],
    ["ff02::1"],
    ["::ffff:127.0.0.1"],
    ["::ffff:8.8.8.8"],
    ["64:ff9b::7f00:1"],
    ["64:ff9b::808:808"],
    ["2002:7f00:1::"],
    ["2002:808:808::"],
    ["2001:db8::1"],
    ["2001::1"],
    ["100::1"],
  ])("%s is private", (ip) => expect(addressKind(ip)).toBe("private"));

  it.each([
    ["169.254.169.254"],
    ["169.254.170.2"],
    ["100.100.100.200"],
    ["168.63.129.16"],
    ["192.0.0.192"],
    ["fd00:ec2::254"],
    ["::ffff:169.254.169.254"],
    ["64:ff9b::a9fe:a9fe"],
    ["2002:a9fe:a9fe::"],
  ])("%s is metadata", (ip) => expect(addressKind(ip)).toBe("metadata"));

  it.each([
    ["8.8.8.8"],
    ["172.32.0.1"],
    ["172.15.255.255"],
    ["100.128.0.1"],
    ["192.169.0.1"],
    ["2606:4700:4700::1111"],
    ["2a00:1450:4001::1"],
  ])("%s is public", (ip) => expect(addressKind(ip)).toBe("public"));

  it("takes NAT64's own addresses of public hosts from DNS, as phone networks give them", () => {
    expect(addressKind("64:ff9b::808:808", true)).toBe("public");
    expect(addressKind("64:ff9b::a00:1", true)).toBe("private");
    expect(addressKind("64:ff9b::a9fe:a9fe", true)).toBe("metadata");
    expect(addressKind("2002:808:808::", true)).toBe("private");
  });
});

describe("forms in which an address hides", () => {
  it.each([
    ["http://2130706433/", "decimal"],
    ["http://0177.0.0.1/", "octal"],
    ["http://0x7f000001/", "hex"],
    ["http://127.1/", "short"],
    ["http://127.0.0.1./", "trailing dot"],
    ["http://localhost./", "trailing dot of a name"],
    ["http://LOCALHOST/", "upper case"],
    ["HTTP://127.0.0.1/", "upper-case scheme"],
    ["http://ⓛocalhost/", "look-alike letters"],
    ["http://127。0。0。1/", "ideographic dots"],
    ["http://[::ffff:7f00:1]/", "mapped"],
    ["http://[::1]/", "IPv6"],
    ["http://[0:0:0:0:0:ffff:127.0.0.1]/", "mapped, dotted"],
    ["http://printer.local/", "mDNS name"],
    ["http://a.b.localhost/", "sub-domain of localhost"],
    ["http://public.example@127.0.0.1/", "user info"],
    ["http://127.0.0.1\\@public.example/", "backslash"],
    ["http:\\\\127.0.0.1/", "backslashes for slashes"],
    ["http://127.0.0.1\t/", "tab"],
    ["ht\ntp://127.0.0.1/", "newline in the scheme"],
    ["http://[fe80::1%25eth0]/", "IPv6 zone"],
    ["file:///etc/passwd", "file"],
    ["gopher://127.0.0.1/", "gopher"],
    ["data:text/plain,hi", "data"],
    ["//127.0.0.1/", "no scheme"],
    ["", "empty"],
  ])("%j is refused (%s)", async (url) => {
    const failure = await refusal(url);
    expect(failure).toMatchObject({ kind: "user", retryable: false, outcome: "none" });
    expect(failure.fix ?? "").not.toBe("");
  });
});

describe("names", () => {
  it.each([
    ["one public and one private record", at("93.184.216.34", "10.0.0.1")],
    ["a private second address family", at("93.184.216.34", "::1")],
    ["an alias of localhost", at("127.0.0.1")],
    ["a metadata record", at("169.254.169.254")],
  ])("with %s are refused", async (_what, records) => {
    expect((await refusal("https://api.example.com/", { records })).name).toBe("NetworkGuardError");
  });

  it("are pinned to what was checked", async () => {
    const records = at("93.184.216.34", "2606:2800:220:1::1");
    expect(await check("https://api.example.com/", { records })).toEqual({ addresses: records, local: false });
  });
});

describe("grants", () => {
  it("let through the host and port that they name, and no other", async () => {
    expect(await check("http://127.0.0.1:3000/x", { grants: ["127.0.0.1:3000"] })).toMatchObject({ local: true });
    expect((await refusal("http://127.0.0.1:3001/", { grants: ["127.0.0.1:3000"] })).fix).toContain('"127.0.0.1:3001"');
    await refusal("http://127.0.0.2:3000/", { grants: ["127.0.0.1:3000"] });
    await refusal("http://localhost:3000/", { grants: ["127.0.0.1:3000"], records: at("127.0.0.1") });
  });

  it("without a port cover the web's own two", async () => {
    const grants = ["nas.example.com"];
    const records = at("192.168.1.20");
    expect(await check("http://nas.example.com/", { grants, records })).toMatchObject({ local: true });
    expect(await check("https://nas.example.com/", { grants, records })).toMatchObject({ local: true });
    await refusal("http://nas.example.com:5000/", { grants, records });
  });

  it("are read in any spelling", async () => {
    expect(await check("http://127.0.0.1:80/", { grants: ["0x7f.1"] })).toMatchObject({ local: true });
    expect(await check("http://[::1]:9000/", { grants: ["[::0001]:9000"] })).toMatchObject({ local: true });
  });

  it("never open a metadata address, by name or number", async () => {
    for (const host of ["169.254.169.254", "metadata.google.internal", "metadata", "[fd00:ec2::254]", "[::ffff:a9fe:a9fe]"]) {
      const failure = await refusal(`http://${host}/latest`, { grants: [host, `${host}:80`] });
      expect(failure.message).toContain("keys");
    }
    const failure = await refusal("http://mine.example.com/", { grants: ["mine.example.com"], records: at("169.254.169.254") });
    expect(failure.message).toContain("keys");
  });

  it("do not count in strict mode", async () => {
    await refusal("http://127.0.0.1:3000/", { grants: ["127.0.0.1:3000"], guard: "strict" });
  });
});
